using System.Text.RegularExpressions;
using Pipeline.Modeling.Text;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>Whether the sentences that would be dropped belong to the answer: they go on with it, correct it, except something from it or
/// complete it.</summary>
internal static partial class RemainderCheck
{
    /// <summary>Sentences after any one thing that may still be part of it.</summary>
    private const int Near = 2;

    /// <summary>Whether one of them does.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="core">The sentences that would stay.</param>
    /// <param name="dropped">The sentences after the core, in order.</param>
    public static bool BelongsToAnswer(Request request, string core, IReadOnlyList<string> dropped) =>
        dropped.Any(text => Series().IsMatch(text) || (!request.IsAnyOne && Others().IsMatch(text)))
        || dropped.Take(request.IsAnyOne ? Near : dropped.Count).Any(text => Correction().IsMatch(text) || Completes(request, text))
        || (request.Kind is not (RequestKind.Decision or RequestKind.Choice) && SaysWhatCoreLacks(request, core, dropped));

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

    private static bool Completes(Request request, string text) =>
        request.Kind switch
        {
            RequestKind.Time => (Dated().IsMatch(text) && SpeaksOfSame(request, text)) || Addition().IsMatch(text),
            RequestKind.Place => Addition().IsMatch(text) || Situated().IsMatch(text),
            RequestKind.Quantity => Addition().IsMatch(text),
            RequestKind.Person => Partner().IsMatch(text) || (Also().IsMatch(text) && Mentions(request.Topic, text)),
            RequestKind.Decision => Condition().IsMatch(text),
            RequestKind.Choice => Reserve().IsMatch(text),
            RequestKind.Purpose => Also().IsMatch(text),
            RequestKind.Fact or RequestKind.Side => !request.IsAnyOne && Also().IsMatch(text) && Mentions(request.Topic.Take(1), text),
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

    /// <summary>So many things, yet to be named.</summary>
    [GeneratedRegex(
        @"\b(?:two|three|four|five|six|seven|eight|nine|ten|several|various|different|\d{1,2})(?: [\w-]+){0,2} (?<thing>\w*[^\W\dsui]s)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex CountedThings();

    /// <summary>A sentence about things that were counted.</summary>
    [GeneratedRegex(@"^(?:the|these|those|each|all|they|in)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    /// <summary>Where it is, once more or for the first time.</summary>
    [GeneratedRegex(@"\b(?:located|situated|lies)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Situated();

    /// <summary>What was said does not hold, or not always, or is said again or better.</summary>
    [GeneratedRegex(
        @"^(?:in other words|that is|but|yet|still|although|though|while|whereas|despite|instead|rather|except|unless|actually|in fact"
            + @"|in reality"
            + @"|specifically|more (?:specifically|precisely|exactly|recently)|to be (?:more|precise|clear|fair)"
            + @"|it depends|since then|today|nowadays"
            + @"|later|originally|previously|formerly)\b|\b(?:however|nevertheless|nonetheless|unless|not to be confused"
            + @"|no longer|more accurately"
            + @"|correctly|contrary to|misconception)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Correction();

    /// <summary>And more of the same.</summary>
    [GeneratedRegex(
        @"\b(?:also|too|as well|additionally|in addition|moreover|furthermore|average"
            + @"|depends?|depending|var(?:y|ies)|ranges?|before|until|moved|previous(?:ly)?|originally|earlier|later|first"
            + @"|second|other|others|another)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Addition();

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
