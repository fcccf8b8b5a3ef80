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

    private const string Broad =
        "(?:ways?|methods?|strategy|strategies|approach|solutions?|techniques?|impacts?|effects?|influences?|roles?"
        + "|importance|significance"
        + "|relationships?|relation|structure|nature|benefits?|advantages?|disadvantages?|drawbacks?|challenges?|risks?|factors?|aspects?"
        + "|features?|themes?|message|lesson|moral|concept|idea|principle|mechanism|weather|climate|situation|status"
        + "|future|latest|things?"
        + "|activity|advice|tip|reasons?|causes?|problems?|issues?|view|trend|experience|culture|lifestyle|rules?"
        + "|information|use|uses|application|implications?|consequences?|results?|outcome|expectation|contributions?"
        + "|achievements?|legacy|characteristics?|qualit(?:y|ies)|key|secret|point|value|attitude|appeal|topic|example)";

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

    /// <summary>What is asked for is long by its nature, or a matter of opinion.</summary>
    [GeneratedRegex(
        @"^(?:explain|describe|discuss|tell me about|why|how come|what about)\b|\b(?:overview|description|summary|history|analysis"
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

    /// <summary>A thing of many sides is asked for: its effect, its role, a way to do it.</summary>
    [GeneratedRegex(
        "^(?:what|which) (?:kind of |type of |sort of )?(?:[\\w-]+ )?"
            + Broad
            + @"\b(?! (?:is|was) (?:called|named))|\b"
            + Broad
            + @" (?:of|in|to|for|that|behind|with|on|between|from|when|made|facing|using|about|against|after|by)\b|^(?:"
            + Naming
            + @")(?: me| us)? (?:an?|one|the) (?:[\w-]+ ){0,3}"
            + Broad
            + @"\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex ManySided();

    /// <summary>What somebody should do: advice is given in steps and choices.</summary>
    [GeneratedRegex(
        @"^(?:how|what|where|when|which|who|why) to\b|^(?:how|what|where|when|which|who|why)\b.* (?:do|can|could|should"
            + @"|would|might|shall|must) (?:i|you|we|one|someone|somebody|people)\b|^(?:can|could|would|will|do|are) you\b"
            + @"|\b(?:my|your|you|yourself)\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex Advice();

    /// <summary>Who somebody is.</summary>
    [GeneratedRegex(
        @"^who(?:'s|’s| is| are| was| were) (?!(?:the|an?|my|your|our|this|that|it|some)\b)[^?]{1,60}\W*$",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskIdentity();

    /// <summary>What letters stand for.</summary>
    [GeneratedRegex(@"^what (?:do|does|did) .+ stand for\b", RegexOptions.IgnoreCase)]
    public static partial Regex AskExpansion();

    /// <summary>What something is, what a word means.</summary>
    [GeneratedRegex(
        @"^(?:what(?:'s|’s| is| are| was| were) (?!(?:the|my|your|our|this|that|it|one|some)\b)|what (?:do|does"
            + @"|did) .+ (?:mean|refer to)\b"
            + @"|what(?:'s| is| was) (?:the )?(?:meant by|(?:meaning|definition) of)|define\b|(?:"
            + Naming
            + @")(?: me| us)? (?:the |an? )?(?:meaning|definition) (?:of|for)\b|(?:the )?(?:meaning|definition) of\b)",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskDefinition();

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

    /// <summary>Where one thing is or was; which country. What is found, spoken or used somewhere mostly is so in several places.</summary>
    [GeneratedRegex(
        @"^(?:where(?:'s| is| was| were) [^?]{1,80}?(?<!\b(?:spoken|found|used|grown|made|produced|sold|played|practi[sc]ed|eaten"
            + @"|seen|filmed|common|popular|available))\W*$|(?:from )?where (?:do|does|did) [^?]{1,80} (?:come from|originate"
            + @"|born|die|live|happen|take place|begin|start)\W*$|(?:in |to |from |on )?(?:what|which) (?:country|city|state"
            + @"|continent|town|place|location|region|county|province)\b)",
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

    /// <summary>A question that begins with a verb.</summary>
    [GeneratedRegex(@"^(?:is|are|was|were|do|does|did|can|could|will|has|have|had)\b(?!.*\bor\b)", RegexOptions.IgnoreCase)]
    public static partial Regex AskDecision();

    /// <summary>A judgement: yes or no alone leaves out on what terms.</summary>
    [GeneratedRegex(
        @"\b(?:safe|safely|safety|healthy|unhealthy|dangerous|harmful|toxic|legal|illegal|allowed|good|bad|great|well|worth|necessary"
            + @"|important|hard|easy|difficult|always|ever|really|possible|need|true|effective|useful|affect|effect|all|enough|same)\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex Judgement();

    /// <summary>One example of a thing.</summary>
    [GeneratedRegex(
        @"^(?:give|name|provide|state|suggest|what(?:'s| is)|mention|find|identify|offer|cite)(?: me| us)? (?:an?"
            + @"|one) (?:\w+ )?(?:example|instance) of"
            + @" (?!(?:how|when|where|why|what|using|the use)\b)(?!(?:an? |the )?(?:\w+ )?(?:situation|scenario|case|time|use)\b)",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskExample();

    /// <summary>What something is for.</summary>
    [GeneratedRegex(
        @"^(?:what(?:'s| is| was)|state|identify|give|name)(?: me| us)? the (?:\w+ )?(?:purpose|goal|aim|objective|function) of\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskPurpose();

    /// <summary>"What is the X?", with nothing of which it is the X: the X may be a thing to define.</summary>
    [GeneratedRegex(
        @"^what(?:'s|’s| is| was) the (?![^?]*\b(?:of|in|for|at|on|to|by|from|with|spoken|called|named)\b|[^?]*['’]s\b)",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex BareThing();

    /// <summary>Which it is; one thing to be named.</summary>
    [GeneratedRegex(
        @"^(?:(?:(?:in|on|at|from|to|for|with|by|of) )?(?:what|which) (?!(?:causes?|caused|happens?|happened|makes?|made|leads?"
            + @"|led|drives?|drove|would|can|could|should|do|does|did|has|have|had|will|might|may|must|if|about)\b)|(?:"
            + Naming
            + @")(?: me| us)? (?:an?|one|the)\b|the\b)",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskFact();
}
