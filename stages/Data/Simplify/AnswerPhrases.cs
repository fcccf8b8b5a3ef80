using System.Text.RegularExpressions;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>The phrases by which a sentence shows that it answers, or that it does not. All read texts of bounded length.</summary>
internal static partial class AnswerPhrases
{
    /// <summary>How many, without saying which.</summary>
    private const string Quantifier =
        @"(?:many|several|various|numerous|multiple|different|certain|countless|a (?:(?:wide|large|great|whole"
        + @"|vast) )?(?:few|number|lot|variety|range|couple|plethora|host|multitude|myriad|array|series|set)(?: of)?"
        + @"|lots of|plenty of|some|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|a combination of|key|main)";

    /// <summary>Nouns that stand for what is yet to be said.</summary>
    private const string Shell =
        @"(?:reasons|ways|things|factors|options|types|kinds|forms|benefits|advantages|uses|applications|purposes|causes"
        + @"|effects|steps|methods|features|differences|examples|parts|roles|aspects|meanings|definitions|theories|answers"
        + @"|opinions|choices|possibilities|challenges|problems|issues|functions|elements|components|stages|implications"
        + @"|impacts|consequences|characteristics|properties|techniques|strategies|tips|categories|versions|events"
        + @"|concerns|points|rules|areas|variables|changes|qualities|traits|skills|places|sources)";

    /// <summary>It depends; nobody knows; see below.</summary>
    [GeneratedRegex(
        @"\b(?:depend(?:s|ing|ent)?|varies|vary|differs?|subjective|debatable|debated?|controversial|matter of|(?:cannot"
            + @"|can't|can not|could not) be (?:overstated|overemphasi[sz]ed|understated)|(?:hard|difficult|impossible"
            + @"|tough) to (?:say|tell|answer|define|pick|choose|know)|no (?:single|one|definitive|clear|right|simple|easy"
            + @"|straightforward) |not (?:sure|certain|clear|known)|don't know|do not know|unsure|(?:the )?following|below"
            + @"|as follows|above|question|first step|(?:begins?|starts?|started|began|beginning|starting) (?:with|by|when"
            + @"|in the)|to begin|not because|i(?: am|['’]m) (?:an ai|unable|sorry)|i (?:can't|cannot))\b|[:?]\W*$",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex Postponed();

    /// <summary>There are many.</summary>
    [GeneratedRegex(@"\b" + Quantifier + @"(?: \w+){0,3} " + Shell + @"\b", RegexOptions.IgnoreCase)]
    public static partial Regex Counted();

    /// <summary>What it is not.</summary>
    [GeneratedRegex(@"\b(?:is|are|was|were|did|do|does|has|have|can)(?: not|n't|n’t)\b|\bcontrary to\b", RegexOptions.IgnoreCase)]
    public static partial Regex Denied();

    /// <summary>There are some.</summary>
    [GeneratedRegex(
        @"^there (?:are|were|exist|have been|has been|is a)\b|\bthere (?:would|could|will|can|may|might) be\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex There();

    /// <summary>Yes or no, true or false.</summary>
    [GeneratedRegex(
        @"^(?:(?:yes|no|indeed|true|false|correct|incorrect)\b|(?:the|this)(?: \w+)? (?:statement|claim|sentence) is (?:true|false|correct"
            + @"|incorrect|valid|invalid)\b)",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex Decided();

    /// <summary>Not one of the two alone.</summary>
    [GeneratedRegex(
        @"\b(?:both|neither|either|or|can be|could be|may be|might be|more of|mix(?:ture)?|combin\w+)\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex Undecided();

    /// <summary>"I would recommend", and what.</summary>
    [GeneratedRegex(
        @"^(?:[^,]{1,80}, )?(?:i|we)(?:['’]d| would| can)?(?: highly)? (?:recommend|suggest|choose|pick|select)(?:ing)?(?: the)?(?: [a-z-]+){0,4}"
            + @"(?<value> .*)",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex Recommended();

    /// <summary>"in", "at", "from", as far as the name that follows.</summary>
    [GeneratedRegex(
        @"\b(?:in|at|on|near|of|from|off|within|outside|between|along|around|to)(?: (?!(?:which|that|who|for|as|by|with|is|was|and)\b)[\w'’.-]+){0,4} $",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex Locative();

    /// <summary>They are named.</summary>
    [GeneratedRegex(@"\w, [^,]+,? (?:and|or) \w|\b(?:including|such as|like|namely)\b|: \w", RegexOptions.IgnoreCase)]
    public static partial Regex Listed();

    /// <summary>It is important, and that is all.</summary>
    [GeneratedRegex(
        @"\b(?:is|are|was|were|be) (?:an? |very |extremely |so |really |quite |incredibly |highly |truly "
            + @"|of )*(?:important|essential|crucial|vital|complex|complicated|interesting|fascinating|popular|powerful|great"
            + @"|significant|broad|amazing|beneficial|useful|key|major|common|unique|special|famous)(?: [\w-]+){0,6}\W*$",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex Praise();

    /// <summary>What may stand before a clause's verb only if the verb says something else of it.</summary>
    [GeneratedRegex(
        @"\b(?:can|could|may|might|should|would|will|must|you|we|i|when|if|while|although|though|after|before|because)\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex Subordinate();

    /// <summary>When it is.</summary>
    [GeneratedRegex(
        @"\d|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:mon|tues"
            + @"|wednes|thurs|fri|satur|sun)day|spring|summer|autumn|winter|century|centuries|decades?|years?|months?|weeks?"
            + @"|days?|hours?|minutes?|morning|noon|evening|night|midnight)\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex TimePhrase();

    /// <summary>How much it is.</summary>
    [GeneratedRegex(
        @"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy"
            + @"|eighty|ninety|hundred|thousand|million|billion|once|twice|daily|weekly|monthly|yearly|annually|half)\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex NumberPhrase();

    /// <summary>A guess, or one of several, where one thing was asked for.</summary>
    [GeneratedRegex(
        @"\b(?:could be|might be|may be|would be|can be|possibly|perhaps|probably|potential|(?<!\b(?:which|that|who) (?:is|are|was|were) )one of the|among the|arguably|usually"
            + @"|typically|generally|often|sometimes|mostly|mainly|approximately one|or so)\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex Hedged();

    /// <summary>A yes or a no that is not whole.</summary>
    [GeneratedRegex(
        @"\b(?:necessarily|always|generally|usually|mostly|technically|sometimes|often|partly|but|though|although|if|kind of|sort of)\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex HalfDecided();

    /// <summary>What letters stand for.</summary>
    [GeneratedRegex(
        @"\b(?:stands? for|stood for|is (?:an |the )?(?:acronym|abbreviation|initialism|short) (?:for|of))\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex Expansion();

    /// <summary>The verb of a sentence that says which it is.</summary>
    [GeneratedRegex(@"\b(?:is|are|was|were)\b", RegexOptions.IgnoreCase)]
    public static partial Regex Being();

    /// <summary>The same, of what will do.</summary>
    [GeneratedRegex(@"\b(?:is|are|was|were|(?:would|could) be)\b", RegexOptions.IgnoreCase)]
    public static partial Regex BeingPerhaps();

    /// <summary>One of its kind, before which it is.</summary>
    [GeneratedRegex(@"^one (?!of\b)", RegexOptions.IgnoreCase)]
    public static partial Regex OneOfThem();

    /// <summary>A thing that can be pointed at: with an article, in quotes, a number, a name.</summary>
    [GeneratedRegex(
        @"^\W*(?:(?:called|named|known as|currently|now|officially) )*(?:(?:the|an?)\b|[""“”'‘]|\p{Lu}|\d)|\d|(?<=[a-z,] )\p{Lu}|[""“]"
    )]
    public static partial Regex Pointed();

    /// <summary>What was done with it, not which it is.</summary>
    [GeneratedRegex(
        @"^ (?:\w+ly |first |also |then )?(?:\w+ed|written|made|held|built|found|known) (?:by|in|on|as|to|from|at|for|with)\b",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex Done();

    /// <summary>To do something.</summary>
    [GeneratedRegex(@"^ (?:primarily |mainly |simply )?to (?:\w+ly )?\w+ \w+", RegexOptions.IgnoreCase)]
    public static partial Regex ToDo();

    /// <summary>An example.</summary>
    [GeneratedRegex(@"\b(?:examples?|instance|such as|including|one)\b", RegexOptions.IgnoreCase)]
    public static partial Regex ExamplePhrase();

    /// <summary>A name, a number, something in quotes.</summary>
    [GeneratedRegex(@"^\W*(?:(?:called|named|known as|currently|now|officially) )*(?:the )?(?:[""“”'‘]|\p{Lu}|\d)")]
    public static partial Regex Named();

    /// <summary>A kind of thing, not which.</summary>
    [GeneratedRegex(@"^\W*an?\b", RegexOptions.IgnoreCase)]
    public static partial Regex Indefinite();

    /// <summary>What stands in brackets.</summary>
    [GeneratedRegex(@"\([^()]*\)")]
    public static partial Regex Bracketed();
}
