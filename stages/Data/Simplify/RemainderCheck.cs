using System.Text.RegularExpressions;
using Pipeline.Modeling.Text;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>Whether the sentences that would be dropped belong to the answer: they go on with it, correct it, except something from it or
/// complete it.</summary>
internal static partial class RemainderCheck
{
    /// <summary>Sentences after a definition or an example that may still be part of it.</summary>
    private const int Near = 2;

    /// <summary>Whether one of them does.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="core">The sentences that would stay.</param>
    /// <param name="dropped">The sentences after the core, in order.</param>
    public static bool BelongsToAnswer(Request request, string core, IReadOnlyList<string> dropped) =>
        dropped.Any(text => Series().IsMatch(text) || (!request.IsAnyOne && Others().IsMatch(text)))
        || dropped.Take(IsWide(request) ? Near : dropped.Count).Any(text => IsCorrected(request, text) || Completes(request, core, text))
        || (request.Kind is not (RequestKind.Decision or RequestKind.Choice) && SaysWhatCoreLacks(request, core, dropped));

    /// <summary>After what defines or exemplifies, an answer goes on to tell more: only what stands near belongs to it.</summary>
    private static bool IsWide(Request request) =>
        (request.IsAnyOne && !request.IsMeans) || request.Kind is RequestKind.Definition or RequestKind.Identity;

    /// <summary>"In other words" says a meaning once more.</summary>
    private static bool IsCorrected(Request request, string text) =>
        Correction().IsMatch(text) || (request.Kind != RequestKind.Definition && Restatement().IsMatch(text));

    /// <summary>What was asked about is spoken of only in what would be dropped, or counted before and named there.</summary>
    private static bool SaysWhatCoreLacks(Request request, string core, IReadOnlyList<string> dropped)
    {
        var lacking = request.Topic.Concat(request.Context).Where(key => !Mentions([key], core)).ToList();
        return dropped.Any(text => Mentions(lacking, text) && !(request.IsAnyOne && Others().IsMatch(text)))
            || CountedThings()
                .Matches(core)
                .Where(counted => !AnswerPhrases.Listed().IsMatch(core[counted.Index..]))
                .Any(counted =>
                    dropped.Any(text => Named().IsMatch(text) && Mentions([counted.Groups["thing"].Value.ToLowerInvariant()], text))
                );
    }

    private static bool Completes(Request request, string core, string text) =>
        request.Kind switch
        {
            RequestKind.Definition => SecondDefinition().IsMatch(text) || (Function().IsMatch(text) && !Active().IsMatch(core)),
            RequestKind.Identity => SecondIdentity().IsMatch(text),
            RequestKind.Time => (Dated().IsMatch(text) && SpeaksOfSame(request, text)) || Addition().IsMatch(text),
            RequestKind.Place => Addition().IsMatch(text) || Situated().IsMatch(text),
            RequestKind.Quantity => Addition().IsMatch(text),
            RequestKind.Person => Partner().IsMatch(text) || (Also().IsMatch(text) && Mentions(request.Topic, text)),
            RequestKind.Decision => Condition().IsMatch(text),
            RequestKind.Choice => Reserve().IsMatch(text),
            RequestKind.Side when request.IsMeans => More().IsMatch(text),
            RequestKind.Fact or RequestKind.Purpose or RequestKind.Side => !request.IsAnyOne
                && Also().IsMatch(text)
                && Mentions(request.Topic.Take(1), text),
            _ => false,
        };

    private static bool SpeaksOfSame(Request request, string text) => Pronoun().IsMatch(text) || Mentions(request.Topic, text);

    private static bool Mentions(IEnumerable<string> topic, string text) =>
        Words.Split(text) is var words && topic.Any(key => words.Any(word => AnswerCheck.AreAkin(key, word.Key)));

    /// <summary>A sentence about the same.</summary>
    [GeneratedRegex(@"^(?:it|its|this|that|they|these|he|she|there)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Pronoun();

    /// <summary>The next of several things, the next step, the other side.</summary>
    [GeneratedRegex(
        @"^(?:second(?:ly)?|third(?:ly)?|next|then|after (?:that|this)|on the other hand"
            + @"|conversely|in contrast|the (?:second|next|third)|likewise|similarly)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Series();

    /// <summary>Another one.</summary>
    [GeneratedRegex(@"^(?:another|or|alternatively|others?|the other|some other)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Others();

    /// <summary>The same again.</summary>
    [GeneratedRegex(@"^(?:in other words|that is)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Restatement();

    /// <summary>So many things, yet to be named.</summary>
    [GeneratedRegex(
        @"\b(?:two|three|four|five|six|seven|eight|nine|ten|several|various|different|\d{1,2})(?: [\w-]+){0,2} (?<thing>\w*[^\W\dsui]s)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex CountedThings();

    /// <summary>A sentence about things that were counted.</summary>
    [GeneratedRegex(@"^(?:the|these|those|each|all|they|in)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    /// <summary>What it is for, or how it goes.</summary>
    [GeneratedRegex(
        @"^(?:it|this|that|they|these|the [\w-]+)(?: is| are)?(?: \w+ly)? (?:used|involves?|works?|functions?|serves?|consists?|designed)\b|\b(?:purpose|goal|aim) of\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Function();

    /// <summary>What it does, or is for.</summary>
    [GeneratedRegex(
        @"\b(?:that|which|who) (?!(?:is|are|was|were|can be|has been)\b)|\b(?:used|designed|intended|meant|made|able) (?:to|for|in|as)\b"
            + @"|\b(?:for|of|by) \w+ing\b|\bto (?!(?:be|the|an?|have|its|their)\b)\w+|\b(?:where|when|whose|means?|refers?)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Active();

    /// <summary>Where it is, once more or for the first time.</summary>
    [GeneratedRegex(@"\b(?:located|situated|lies)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Situated();

    /// <summary>What was said does not hold, or not always, or is said better.</summary>
    [GeneratedRegex(
        @"^(?:but|yet|still|although|though|while|whereas|despite|instead|rather|except|unless|actually|in fact"
            + @"|in reality"
            + @"|specifically|more (?:specifically|precisely|exactly|recently)|to be (?:more|precise|clear|fair)"
            + @"|it depends|since then|today|nowadays"
            + @"|later|originally|previously|formerly)\b|\b(?:however|nevertheless|nonetheless|unless|not to be confused"
            + @"|no longer|more accurately"
            + @"|correctly|contrary to|misconception)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Correction();

    /// <summary>A sentence that says again, or for the first time, what it is.</summary>
    [GeneratedRegex(
        @"^(?:it|this|that|they|these)(?:['’]s|['’]re| is| are| was| were| has been| can(?: also)? be"
            + @"| may be)(?: \w+){0,3} (?:an?|when|where|referred to|called|known as"
            + @"|defined|considered)\b|^(?:it|this|that|they|these) (?:\w+ )?(?:refers?|means?|stands?|describes?|consists?|comprises?)\b"
            + @"|\balso (?:refers?|means?|be|used|known|called|is an?|is the)\b|^(?:[\w'’-]+ ){1,4}(?:is|are) then\b"
            + @"|^(?:it|this|that) (?:is|equals?|was) (?:about |around |roughly |approximately |equal to )?[-−$€£]?\d"
            + @"|^this (?:number|amount|figure|value|quantity)\b|\bused to (?:refer|describe|mean|indicate)\b|\b(?:the term|the word|defined as"
            + @"|the definition|definition of)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex SecondDefinition();

    /// <summary>What a person is known for, or is besides.</summary>
    [GeneratedRegex(
        @"^(?:he|she|they)(?:['’]s| is| was| are| were)(?: \w+){0,2} (?:an?|the|known|famous|remembered|regarded)\b"
            + @"|\b(?:best|widely|well) known\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex SecondIdentity();

    /// <summary>And more of the same.</summary>
    [GeneratedRegex(
        @"\b(?:also|too|as well|additionally|in addition|moreover|furthermore|average"
            + @"|depends?|depending|var(?:y|ies)|ranges?|before|until|moved|previous(?:ly)?|originally|earlier|later|first"
            + @"|second|other|others|another)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Addition();

    /// <summary>And this, too.</summary>
    [GeneratedRegex(
        @"^(?:additionally|also|in addition|furthermore|moreover|besides|finally|lastly|it is also)\b|\bshould also\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex More();

    /// <summary>Somebody besides.</summary>
    [GeneratedRegex(
        @"\b(?:co-?\w*(?:found|creat|author|writ|invent|discover)\w*|alongside|together with|along with|with the help"
            + @"|jointly|another|others)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Partner();

    /// <summary>Also.</summary>
    [GeneratedRegex(@"\b(?:also|additionally|in addition|moreover|furthermore|other|besides)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Also();

    /// <summary>A second date.</summary>
    [GeneratedRegex(
        @"\b\d{3,4}s?\b|\b(?:january|february|march|april|june|july|august|september|october|november|december|years?"
            + @"|months?|weeks?|days?|century)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Dated();

    /// <summary>It may be the other.</summary>
    [GeneratedRegex(
        @"\b(?:but|although|though|while|except|depend(?:s|ing)?|sometimes|also|if|may|might|some people)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Reserve();

    /// <summary>On what terms.</summary>
    [GeneratedRegex(
        @"\b(?:but|although|though|while|except|depend(?:s|ing)?|only|some|certain|may|might|should|must|require[sd]?"
            + @"|as long as|provided that|if|often|usually)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Condition();
}
