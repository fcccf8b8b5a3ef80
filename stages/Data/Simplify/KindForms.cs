using System.Text.RegularExpressions;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>The forms by which the kind of what a request asks for is told. All are anchored or read a text of bounded length.</summary>
internal static partial class KindForms
{
    private const string Broad =
        "(?:ways?|methods?|strategy|strategies|approach|solutions?|techniques?|impacts?|effects?|influences?|roles?"
        + "|importance|significance"
        + "|relationships?|relation|structure|nature|benefits?|advantages?|disadvantages?|drawbacks?|challenges?|risks?|factors?|aspects?"
        + "|features?|themes?|message|lesson|moral|concept|idea|principle|mechanism|weather|climate|situation|status"
        + "|future|latest|things?"
        + "|activity|practices?|habits?|measures?|tactics?|advice|tip|reasons?|causes?|problems?|issues?|view|trend|experience|culture"
        + "|lifestyle|rules?"
        + "|information|use|uses|application|implications?|consequences?|results?|outcome|expectation|contributions?"
        + "|achievements?|legacy|characteristics?|qualit(?:y|ies)|key|secret|point|value|attitude|appeal|topic|example)";

    private const string Side =
        "(?:benefit|advantage|disadvantage|drawback|downside|risk|danger|threat|challenge|feature|factor|reason|use|application"
        + "|characteristic|symptom|role|problem|issue)s?";

    /// <summary>A thing of many sides is asked for: its effect, its role, a way to do it.</summary>
    [GeneratedRegex(
        "^(?:what|which) (?:kind of |type of |sort of )?(?:[\\w-]+ )?"
            + Broad
            + @"\b(?! (?:is|was) (?:called|named))|\b"
            + Broad
            + @" (?:of|in|to|for|that|behind|with|on|between|from|when|made|facing|using|about|against|after|by)\b|^(?:"
            + RequestForms.Naming
            + @")(?: me| us)? (?:an?|one|the) (?:[\w-]+ ){0,3}"
            + Broad
            + @"\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex ManySided();

    /// <summary>Who somebody is: more than what they are first called.</summary>
    [GeneratedRegex(@"^who(?:'s|’s| is| are| was| were) (?!(?:the|an?|my|your|our|this|that|it|some)\b)", RegexOptions.IgnoreCase)]
    public static partial Regex AskIdentity();

    /// <summary>What letters stand for.</summary>
    [GeneratedRegex(@"^what (?:do|does|did) .+ stand for\b", RegexOptions.IgnoreCase)]
    public static partial Regex AskExpansion();

    /// <summary>What something is: more than its genus and what sets it apart.</summary>
    [GeneratedRegex(@"^what(?:'s|’s| is| are| was| were) (?!(?:the|my|your|our|this|that|it|(?-i:one)|some)\b)", RegexOptions.IgnoreCase)]
    public static partial Regex AskDefinition();

    /// <summary>How long, how far; the speed, the price.</summary>
    [GeneratedRegex(
        @"^(?:(?:at |for |by )?how (?:long|far|old|tall|high|deep|wide|big|large|small|heavy|fast|quickly|often"
            + @"|frequently|hot|cold|thick|loud|expensive)\b|(?:what(?:'s| is| was)(?: the)?|(?:give|provide|state|report|estimate)"
            + @"(?: me| us)? the)(?: \w+){0,3} (?:speed|velocity"
            + @"|height|length|weight|mass|population|distance|temperature|price|cost|size|age|capacity|number|amount|depth"
            + @"|width|area|salary|rate|ratio|volume|radius|diameter|percentage|percent|altitude|elevation|duration|lifespan"
            + @"|wingspan|budget|score|frequency|density)\b)",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskQuantity();

    /// <summary>When; which year.</summary>
    [GeneratedRegex(
        @"^(?:when\b|(?:(?:in|on|at|during|since|until|by) )?(?:what|which) (?:year|date|day|month|century|decade|time"
            + @"|era|period|season)\b|(?:what(?:'s| is| was)|(?:"
            + RequestForms.Naming
            + @"|report)(?: me| us)?) (?:the (?:[\w-]+ )?)?(?:year|date|day|holiday|time)\b)",
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

    /// <summary>A question that begins with a verb.</summary>
    [GeneratedRegex(@"^(?:is|are|was|were|do|does|did|can|could|will|has|have|had)\b(?! there\b)(?!.*\bor\b)", RegexOptions.IgnoreCase)]
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
            + @"|one) (?:[\w-]+ )?(?:example|instance) of"
            + @" (?!(?:how|when|where|why|what|using|the use)\b)(?!(?:an? |the )?(?:\w+ )?(?:situation|scenario|case|time|use)\b)",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskExample();

    /// <summary>One side of a thing of many: any one of its benefits, or the first of them.</summary>
    [GeneratedRegex(
        "^(?:what(?:'s|’s| is| was)|(?:"
            + RequestForms.Naming
            + @"|cite|highlight|offer)(?: me| us)?) (?:(?:an?|one)(?: of the)?|the(?= (?:main|primary|biggest|greatest|key|major|chief"
            + @"|principal)\b)) (?:[\w-]+ ){0,3}?(?<!to )"
            + Side
            + @"\b(?= (?:of|to|for|that|with|from|why|facing|associated|related|connected)\b)",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskSide();

    /// <summary>Of what kind something is.</summary>
    [GeneratedRegex(@"^(?:what|which) (?:kind|type|sort|genre|breed) of\b", RegexOptions.IgnoreCase)]
    public static partial Regex AskKind();

    /// <summary>Whether something is so: a verdict, on what may stand elsewhere.</summary>
    [GeneratedRegex(
        @"^(?:(?:determine|judge|decide|find out|check|verify|identify|say|state|indicate|confirm) (?:if|whether)|whether"
            + @"|is (?:this|the following|the given) (?:\w+ )?(?:statement|sentence|claim|word|phrase|number|passage|text|message))\b"
            + @"(?!.*\b(?:or|how|why|which|what|likely|best|good|should|will|can|could)\b)",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskVerdict();

    /// <summary>Which of two, both of which are named: true or false, or a class that something belongs to.</summary>
    [GeneratedRegex(
        @"^[^?;:]*\b(?<left>true) or (?<right>false)(?=\W*$|:)|^(?:(?:classify|categori[sz]e|label|identify|determine|decide|judge|detect"
            + @"|predict|state|say|indicate|find out|check)\b[^?;:]*? (?:as|if|whether|is|into)\b|whether\b)[^?,;:]*?\b(?<left>[\w'’-]+),?"
            + @" or (?:(?:an?|the|in|on|for|to) )*(?<right>[\w'’-]+)(?: [\w'’-]+){0,2}(?=\W*$|:)",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskChoice();

    /// <summary>Of more than two, or for several things.</summary>
    [GeneratedRegex(
        @"\bor\b.*\bor\b|\b(?:these|those|both|neither|each|all|and)\b.*\bor\b|, [^,]+,? or\b|\bfollowing (?:\w+ )?\w*[^\W\dsui]s\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex ChoiceOfMany();

    /// <summary>What something is for.</summary>
    [GeneratedRegex(
        @"^(?:what(?:'s| is| was)|state|identify|give|name)(?: me| us)? the (?:\w+ )?(?:purpose|goal|aim|objective|function) of\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskPurpose();

    /// <summary>Which it is; one thing to be named.</summary>
    [GeneratedRegex(
        @"^(?:(?:(?:in|on|at|from|to|for|with|by|of) )?(?:what|which) (?!(?:causes?|caused|happens?|happened|makes?|made|leads?"
            + @"|led|drives?|drove|would|can|could|should|do|does|did|has|have|had|will|might|may|must|if|about)\b)|(?:"
            + RequestForms.Naming
            + @")(?: me| us)? (?:an?|one|the)\b|the\b)",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex AskFact();
}
