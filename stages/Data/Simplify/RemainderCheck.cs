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
    /// <param name="dropped">The sentences after the core, in order.</param>
    public static bool BelongsToAnswer(Request request, IReadOnlyList<string> dropped) =>
        dropped.Any(text => Series().IsMatch(text))
        || dropped.Take(IsWide(request.Kind) ? Near : dropped.Count).Any(text => Correction().IsMatch(text) || Completes(request, text));

    /// <summary>After what defines or exemplifies, an answer goes on to tell more: only what stands near belongs to it.</summary>
    private static bool IsWide(RequestKind kind) => kind is RequestKind.Definition or RequestKind.Identity or RequestKind.Example;

    private static bool Completes(Request request, string text) =>
        request.Kind switch
        {
            RequestKind.Definition => SecondDefinition().IsMatch(text),
            RequestKind.Identity => SecondIdentity().IsMatch(text),
            RequestKind.Time => (Dated().IsMatch(text) && SpeaksOfSame(request, text)) || Addition().IsMatch(text),
            RequestKind.Place or RequestKind.Quantity => Addition().IsMatch(text),
            RequestKind.Person => Partner().IsMatch(text) || (Also().IsMatch(text) && Mentions(request.Topic, text)),
            RequestKind.Decision => Condition().IsMatch(text),
            RequestKind.Fact or RequestKind.Purpose => Also().IsMatch(text) && Mentions(request.Topic.Take(1), text),
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
        @"^(?:another|second(?:ly)?|third(?:ly)?|next|then|after (?:that|this)|or|alternatively|on the other hand"
            + @"|conversely|in contrast|others?|the (?:second|other|next|third)|likewise|similarly|some other)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Series();

    /// <summary>What was said does not hold, or not always, or is said better.</summary>
    [GeneratedRegex(
        @"^(?:but|yet|still|although|though|while|whereas|despite|instead|rather|except|unless|actually|in fact"
            + @"|in reality|in other words|that is"
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
            + @"|\balso (?:refers?|means?|be|known|called|is an?|is the)\b|\b(?:the term|the word|defined as"
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

    /// <summary>On what terms.</summary>
    [GeneratedRegex(
        @"\b(?:but|although|though|while|except|depend(?:s|ing)?|only|some|certain|may|might|should|must|require[sd]?"
            + @"|as long as|provided that|if|often|usually)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Condition();
}
