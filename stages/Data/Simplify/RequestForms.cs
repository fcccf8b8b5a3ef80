using System.Text.RegularExpressions;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>The forms by which a request is read. All are anchored or read a text of bounded length.</summary>
internal static partial class RequestForms
{
    private const string Question = "who|whom|whose|what|which|when|where|why|how|whether|if";

    private const string Command =
        "explain|describe|define|name|list|give|provide|state|identify|suggest|recommend|discuss|tell|compare"
        + "|summari[sz]e|find|mention|show|justify"
        + "|say|indicate|include|explaining|giving|describing|stating|write|create|determine|analy[sz]e|evaluate";

    /// <summary>Verbs that tell to name something.</summary>
    public const string Naming =
        "name|identify|state|give|provide|suggest|recommend|mention|find|determine|choose|pick|specify|cite|select";

    private const string Plural = @"(?:people|children|men|women|criteria|phenomena|\w*[^\W\dsui]s)";

    private const string Number =
        @"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|a (?:few|couple|dozen))";

    private const string BeforeRequest =
        @"^(?:(?:please|kindly|hey|hi|hello|so|ok|okay|well|briefly)\b[,!]?\s*|(?:can|could|would|will) you (?:please )?(?=(?:"
        + Command
        + @")\b)|(?:tell|inform|remind) (?:me|us) (?!about\b)|do you know |find out (?!if\b|whether\b)(?=(?:"
        + Question
        + @"|the)\b)|(?:i(?:'d| would)? (?:want|like) to know"
        + @"|i (?:am|was) (?:curious|wondering)),? |(?:(?:in|on|at|for|during|within|according to|based on|from|as of"
        + @"|under) [^,?.]{1,80}, ?(?=(?:"
        + Question
        + @"|is|are|was|were|do|does|did|can|name|define)\b)))+";

    /// <summary>What stands before the request itself.</summary>
    [GeneratedRegex(BeforeRequest, RegexOptions.IgnoreCase)]
    public static partial Regex Politeness();

    /// <summary>What stands in quotes: it is asked about, and asks nothing.</summary>
    [GeneratedRegex(@"[""“][^""“”]*[""”]|(?<!\w)['‘][^'‘’]*['’](?!\w)")]
    public static partial Regex Quoted();

    /// <summary>A second thing that is asked for.</summary>
    [GeneratedRegex(
        @"\b(?:and|or|but|then|&)(?: also)?,? (?:(?:in|to|for|at|from|by|on) )?(?:"
            + Question
            + "|"
            + Command
            + @"|is|are|was|were|do|does|did|can|its|their|his|her|your)\b|[,;:] ?(?:"
            + Question
            + "|"
            + Command
            + @")\b|\b(?:"
            + Question
            + @")(?: \w+)? (?:and|or)\b|\b(?:as well as|along with|together with|including|with (?:an? |some "
            + @"|any )?(?:\w+ )?(?:examples?|reasons?|details?|sources?|explanation|evidence)|respectively|versus|vs"
            + @"|differ|differs|different|(?:is|are|was|were) related|similar|relate|relationship|better|worse|in (?:detail|depth)"
            + @"|step by step)\b|[?]\s*\S",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex Parts();

    /// <summary>A request for so many things.</summary>
    [GeneratedRegex(
        @"\b"
            + Number
            + @"(?: \w+){0,3} "
            + Plural
            + @"\b|\b(?:each|every|both|all of|top|last|first|next) (?:of|"
            + Number
            + @")\b|\b(?:each|every|both)\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex CountAsked();

    /// <summary>Things named one after the other, of each of which something is asked.</summary>
    [GeneratedRegex(@"\w, [^,?]{1,60}, |:\s*\S+.*,")]
    public static partial Regex Enumeration();

    /// <summary>The words that may name the thing asked for: up to four, as far as the first that cannot.</summary>
    [GeneratedRegex(
        @"^(?:what|which|(?:" + Naming + @")(?: me| us)?(?: the| any)?) (?<named>[\w'’-]+(?: [\w'’-]+){0,3})",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex Named();

    /// <summary>Words that end a noun's phrase.</summary>
    [GeneratedRegex(
        @"^(?:a|an|one|of|in|on|at|for|to|from|by|with|that|who|is|are|was|were|do|does|did|has|have|had|can|could|will"
            + @"|would|should|might|may|must|means|happens|makes|causes|takes|gives|comes)$",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex NounEnd();

    /// <summary>A word in the plural, as far as its ending shows.</summary>
    [GeneratedRegex("^" + Plural + "$", RegexOptions.IgnoreCase)]
    public static partial Regex PluralWord();

    /// <summary>The plural without a number.</summary>
    [GeneratedRegex(
        @"^(?:what|who|which) (?:are|were) (?:the|some|good|great|other)\b|\b(?:some|several|few|various|many|multiple"
            + @"|different|all|any)(?: of)?(?: the)?(?: \w+){0,2} "
            + Plural
            + @"\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex SomeAsked();

    /// <summary>What is asked for is long by its nature, such as what a word means, or a matter of opinion.</summary>
    [GeneratedRegex(
        @"^(?:explain|describe|define|discuss|tell me about|why|how come|what about)\b|^what\b.* means?\W*$"
            + @"|\b(?:meaning|definition|meant by|overview|description|summary|history|analysis"
            + @"|process|procedure|details|account|timeline|plan|argument|guide|background|biography|review|story|plot"
            + @"|difference|pros|cons|opinion|think|feel|thoughts|everything|evolution|debate|looks? like|recipe|joke|poem"
            + @"|haiku|riddle|script|metaphor|analogy|best|ideal|favou?rite|(?:most|least) (?:effective|efficient|important"
            + @"|useful|beneficial|suitable|significant)|biggest challenge)\b|\blike\W*$",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex Depth();

    /// <summary>An exception is asked for, or what something is not: the sentence that states the rule does not answer.</summary>
    [GeneratedRegex(
        @"\b(?:not|never|no longer|without|except|besides|other than|apart from|instead|neither|cannot|exceptions?)\b|n['’]t\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex Exception();

    /// <summary>What is asked about stands somewhere else.</summary>
    [GeneratedRegex(@"\b(?:this|these|those|following|given|above|below)\b", RegexOptions.IgnoreCase)]
    public static partial Regex Elsewhere();

    /// <summary>What somebody should do: advice is given in steps and choices.</summary>
    [GeneratedRegex(
        @"^(?:how|what|where|when|which|who|why) to\b|^(?:how|what|where|when|which|who|why)\b.* (?:do|can|could|should"
            + @"|would|might|shall|must) (?:i|you|we|one|someone|somebody|people)\b|^(?:can|could|would|will|do|are) you\b"
            + @"|\b(?:my|your|(?<!\b(?:where|that|which) )you|yourself)\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex Advice();

    /// <summary>A question, not an order.</summary>
    [GeneratedRegex(
        "^(?:"
            + Question
            + @"|is|are|was|were|do|does|did|can|could|will|would|should|has|have|had)\b|^(?:in|on|at|from|to|for|with|by"
            + @"|of) (?:what|which|whom?)\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex QuestionStart();

    /// <summary>Any one thing of its kind.</summary>
    [GeneratedRegex(
        "^(?:(?:" + Naming + @"|cite|highlight|offer)(?: me| us)? (?:an?|one)|what(?:'s|’s| is| was) (?-i:one))\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AnyOne();

    /// <summary>Two things before what they are of: "the prefix and the suffix of …".</summary>
    [GeneratedRegex(
        "^(?:what(?:'s|’s| is| are| was| were)|(?:"
            + Naming
            + @"|report|estimate|cite)(?: me| us)?) (?:(?!(?:of|in|on|at|for|to|from|by|with|that|which|who|is|are|was|were|used|when"
            + @"|called|between)\b)[\w'’-]+,? ){1,6}?(?:and|or|&) ",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex TwoNouns();

    /// <summary>"What is the X?", "who was the X?", with nothing of which it is the X, or by its name: it may be asked what X is.</summary>
    [GeneratedRegex(
        @"^wh(?:at|o)(?:'s|’s| is| was) the (?:(?-i:\p{Lu})|(?![^?]*\b(?:of|in|for|at|on|to|by|from|with|spoken|called|named)\b|[^?]*['’]s\b))",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex BareThing();
}
