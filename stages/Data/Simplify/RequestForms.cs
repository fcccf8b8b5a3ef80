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

    private const string Naming =
        "name|identify|state|give|provide|suggest|recommend|mention|find|determine|choose|pick|specify|cite|select";

    private const string Plural = @"(?:people|children|men|women|criteria|phenomena|\w*[^\W\dsui]s)";

    private const string Number =
        @"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|a (?:few|couple|dozen))";

    private const string BeforeRequest =
        @"^(?:(?:please|kindly|hey|hi|hello|so|ok|okay|well|briefly)\b[,!]?\s*|(?:can|could|would|will) you (?:please )?(?=(?:"
        + Command
        + @")\b)|(?:tell|inform|remind) (?:me|us) (?!about\b)|do you know |(?:i(?:'d| would)? (?:want|like) to know"
        + @"|i (?:am|was) (?:curious|wondering)),? |(?:(?:in|on|at|for|during|within|according to|based on|from|as of"
        + @"|under) [^,?.]{1,80}, ?(?=(?:"
        + Question
        + @"|is|are|was|were|do|does|did|can|name|define)\b)))+";

    /// <summary>What stands before the request itself.</summary>
    [GeneratedRegex(BeforeRequest, RegexOptions.IgnoreCase)]
    public static partial Regex Politeness();

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
            + @"|differ|differs|different|similar|related|relate|relationship|better|worse|in (?:detail|depth)"
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

    /// <summary>What is asked for is long by its nature.</summary>
    [GeneratedRegex(
        @"\b(?:overview|description|summary|history|analysis|process|procedure|details|account|timeline|plan|argument"
            + @"|guide|background|biography|review|story|plot|difference|pros|cons|opinion|think|feel|thoughts|everything"
            + @"|evolution|debate|looks? like|recipe|joke|poem|haiku|riddle|script|metaphor|analogy)\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex Depth();

    /// <summary>What somebody should do: advice is given in steps and choices.</summary>
    [GeneratedRegex(
        @"^(?:how|what|where|when|which|who|why) to\b|^(?:how|what|where|when|which|who|why)\b.* (?:do|can|could|should"
            + @"|would|might|shall|must) (?:i|you|we|one|someone|somebody|people)\b|^(?:can|could|would|will|do|are) you\b"
            + @"|\b(?:my|your|you|yourself)\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex Advice();

    /// <summary>What something is, who somebody is, what a word means.</summary>
    [GeneratedRegex(
        @"^(?:(?:what|who)(?:'s|’s| is| are| was| were) (?!(?:the|my|your|our|this|that|it)\b)|what (?:do|does"
            + @"|did) .+ (?:mean|stand for|refer to)\b|what(?:'s| is| was) (?:the )?(?:meant by|(?:meaning|definition) of)"
            + @"|define\b|(?:explain|describe) what (?:is|are|was|were) |(?:explain|describe) (?:what|who) .*(?:is|are|was"
            + @"|were|means?)\W*$|(?:explain|describe|give|provide"
            + @"|state)(?: me| us)? (?:the |an? )?(?:(?:brief|short|simple|clear|basic|following|given|meaning"
            + @"|definition) )?(?:term|concept|meaning|definition|idea|notion|word|acronym|phrase|principle|theory) "
            + @"|discuss the concept of |tell me about |(?:explain|describe) (?!(?:the|an?) |how|why|what|who|where|when"
            + @"|which|whether|if|in"
            + @"|to|your|my|this)[\w-]+(?: [\w-]+){0,2}\W*$|explain (?!the (?:importance|significance|purpose|role|function"
            + @"|effect|impact|influence|advantage|benefit|cause|relationship)|how|why|what|who|where|when|which|whether|if|in"
            + @"|to|your|my)(?:(?:the|an?) )?[\w-]+(?: [\w-]+){0,3}\W*$)",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskDefinition();

    /// <summary>Why, or what it matters for.</summary>
    [GeneratedRegex(
        @"^(?:(?:explain |describe |state )?why\b|how come\b|(?:explain|give|what is|what was) (?:the |a )?(?:main "
            + @"|primary )?reason\b|(?:explain|describe|state|what is|what was) the (?:importance|significance)\b)",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskCause();

    /// <summary>How long, how far; the speed, the price.</summary>
    [GeneratedRegex(
        @"^(?:(?:at |for |by )?how (?:long|far|old|tall|high|deep|wide|big|large|small|heavy|fast|quickly|often"
            + @"|frequently|hot|cold|thick|loud|expensive)\b|what(?:'s| is| was)(?: the)?(?: \w+){0,3} (?:speed|velocity"
            + @"|height|length|weight|mass|population|distance|temperature|price|cost|size|age|capacity|number|amount|depth"
            + @"|width|area|salary|rate|ratio|volume|radius|diameter|percentage|percent|altitude|elevation|duration|lifespan"
            + @"|wingspan|budget|score|frequency|density)\b)",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskQuantity();

    /// <summary>When; which year.</summary>
    [GeneratedRegex(
        @"^(?:when\b|(?:(?:in|on|at|during|since|until|by) )?(?:what|which) (?:year|date|day|month|century|decade|time"
            + @"|era|period|season)\b|what(?:'s| is| was) (?:the )?(?:year|date|day|time)\b)",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskTime();

    /// <summary>Where; which country.</summary>
    [GeneratedRegex(
        @"^(?:(?:from )?where(?:'s)?\b|(?:in |to |from |on )?(?:what|which) (?:country|city|state|continent|town|place"
            + @"|location|region|county|province)\b)",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskPlace();

    /// <summary>Who.</summary>
    [GeneratedRegex(@"^(?:by |to |for |with )?(?:who|whom|whose)\b", RegexOptions.IgnoreCase)]
    public static partial Regex AskPerson();

    /// <summary>A question, not an order.</summary>
    [GeneratedRegex(
        "^(?:"
            + Question
            + @"|is|are|was|were|do|does|did|can|could|will|would|should|has|have|had)\b|^(?:in|on|at|from|to|for|with|by"
            + @"|of) (?:what|which|whom?)\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex QuestionStart();

    /// <summary>How.</summary>
    [GeneratedRegex(
        @"^(?:how (?:is|are|was|were|do|does|did|has|have|can|could)|(?:explain|describe) how(?! to))\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskManner();

    /// <summary>A question that begins with a verb.</summary>
    [GeneratedRegex(@"^(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|may|might|must)\b", RegexOptions.IgnoreCase)]
    public static partial Regex AskDecision();

    /// <summary>One example.</summary>
    [GeneratedRegex(
        @"^(?:give|name|provide|state|suggest|what(?:'s| is)|mention|find|identify|offer|cite)(?: me| us)? (?:an?"
            + @"|one) (?:\w+ )?(?:example|instance)\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskExample();

    /// <summary>Any other question; one thing to be named.</summary>
    [GeneratedRegex(
        @"^(?:(?:(?:in|on|at|from|to|for|with|by|of) )?(?:what|which)\b|(?:"
            + Naming
            + @")(?: me| us)? (?:an?|one|the)\b|(?:explain|describe|state) the (?:\w+ )?(?:habitat|type|structure|shape|colou?r|location"
            + @"|goal|purpose|role|function|effect|impact|influence|advantage|benefit|meaning|cause|relationship)\b|the\b)",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskFact();
}
