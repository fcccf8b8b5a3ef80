using Pipeline.Modeling.Text;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>
/// Whether a text answers a request, as far as its words show: it speaks of what is asked about, holds what that kind of question asks for,
/// says something that the request does not, and does not only announce or put off an answer. It errs towards no.
/// </summary>
internal static class AnswerCheck
{
    /// <summary>Characters that a core answer may have.</summary>
    private const int Longest = 2000;

    private const int ShortestStem = 4;
    private const int FewestOfPurpose = 4;
    private const int FewestOfKind = 2;
    private const int LongestEnding = 3;

    /// <summary>Whether the text is taken for an answer.</summary>
    public static bool Answers(Request request, string text)
    {
        if (text.Length > Longest || text.Count('(') != text.Count(')'))
        {
            return false;
        }

        var plain = WithoutBrackets(text);
        var words = Words.Split(plain).Where(word => !StopWords.Contains(word.Key)).ToList();
        var added = words.Where(word => !request.Topic.Any(key => AreAkin(key, word.Key))).ToList();
        return !IsVague(request, plain) && SpeaksOf(request, plain, words) && Holds(request, plain, words, added);
    }

    /// <summary>Equal but for an ending.</summary>
    public static bool AreAkin(string one, string other)
    {
        var common = one.AsSpan().CommonPrefixLength(other);
        return one == other
            || (common >= ShortestStem || (common == 3 && Math.Min(one.Length, other.Length) == 3))
                && one.Length - common <= LongestEnding
                && other.Length - common <= LongestEnding;
    }

    /// <summary>The text with what stands in brackets blanked, two deep; everything keeps its place.</summary>
    private static string WithoutBrackets(string text)
    {
        for (var depth = 0; depth < 2; depth++)
        {
            text = AnswerPhrases.Bracketed().Replace(text, match => new string(' ', match.Length));
        }

        return text;
    }

    /// <summary>Whether a text gives no answer by itself: it puts it off, says that there are many, or announces what follows.</summary>
    private static bool IsVague(Request request, string text) =>
        AnswerPhrases.Postponed().IsMatch(text)
        || AnswerPhrases.There().IsMatch(text)
        || (request.Kind != RequestKind.Example && AnswerPhrases.Counted().IsMatch(text) && !AnswerPhrases.Listed().IsMatch(text))
        || (request.Kind != RequestKind.Decision && AnswerPhrases.Denied().IsMatch(text))
        || (AsksForTheOne(request) && AnswerPhrases.Hedged().IsMatch(text))
        || (request.Kind is RequestKind.Purpose or RequestKind.Side && AnswerPhrases.Praise().IsMatch(text));

    /// <summary>Whether one certain thing is asked for: a guess, or one of several, is none.</summary>
    private static bool AsksForTheOne(Request request) =>
        request.Kind is RequestKind.Person or RequestKind.Place or RequestKind.Time
        || (request.Kind is RequestKind.Fact or RequestKind.Side && !request.IsAnyOne);

    /// <summary>Most of the request's content words are there, the first of them with the rest.</summary>
    private static bool SpeaksOf(Request request, string text, List<Word> words)
    {
        if (request.Kind == RequestKind.Choice || (request.Kind == RequestKind.Decision && AnswerPhrases.Decided().IsMatch(text)))
        {
            return true;
        }

        var missing = request.Topic.Where(key => !words.Any(word => AreAkin(key, word.Key))).ToList();
        var most = request.Topic.Count switch
        {
            < 2 => 0,
            2 => request.Kind is RequestKind.Fact or RequestKind.Quantity ? 1 : 0,
            <= 5 => 1,
            var count => count / 4,
        };
        return missing.Count <= most && (missing.Count == 0 || missing[0] != request.Topic[0]);
    }

    private static bool Holds(Request request, string text, List<Word> words, List<Word> added) =>
        request.Kind switch
        {
            RequestKind.Expansion => AnswerPhrases.Expansion().IsMatch(text) && added.Count > 1,
            RequestKind.Person => added.Any(word => IsName(text, word)) && (!request.IsBareThing || SaysWho(request, text, words)),
            RequestKind.Place => added.Any(word => IsName(text, word) && (!request.Keys.Contains("where") || IsWhere(text, word))),
            RequestKind.Time => AnswerPhrases.TimePhrase().IsMatch(text),
            RequestKind.Quantity => AnswerPhrases.NumberPhrase().IsMatch(text),
            RequestKind.Decision => AnswerPhrases.Decided().IsMatch(text) && !AnswerPhrases.HalfDecided().IsMatch(text),
            RequestKind.Choice => Chooses(request, text, words),
            RequestKind.Fact => Recommends(request, text)
                || (SaysWhich(request, text, words) is var (value, _) && IsValue(request, text, value)),
            RequestKind.Side => SaysWhich(request, text, words) is var (value, _) && CountNew(request, value) >= FewestOfKind,
            RequestKind.Purpose => SaysWhich(request, text, words) is (var value, false)
                && AnswerPhrases.ToDo().IsMatch(value)
                && added.Count >= FewestOfPurpose,
            _ => SaysWhich(request, text, words) is var (value, comesFirst)
                && (comesFirst ? AnswerPhrases.Pointed().IsMatch(value) : AnswerPhrases.ExamplePhrase().IsMatch(text)),
        };

    /// <summary>It speaks of one of the two, and not of the other.</summary>
    private static bool Chooses(Request request, string text, List<Word> words) =>
        request.Options.Count(key => words.Any(word => AreAkin(key, word.Key))) == 1
        && !AnswerPhrases.HalfDecided().IsMatch(text)
        && !AnswerPhrases.Undecided().IsMatch(text);

    /// <summary>Where any one will do: "I would recommend", and a name.</summary>
    private static bool Recommends(Request request, string text) =>
        request.IsAnyOne
        && AnswerPhrases.Recommended().Match(text) is { Success: true } match
        && AnswerPhrases.Pointed().IsMatch(match.Groups["value"].Value);

    private static int CountNew(Request request, string text) =>
        Words.Split(text).Count(word => !StopWords.Contains(word.Key) && !request.Topic.Any(key => AreAkin(key, word.Key)));

    /// <summary>A name after "in", "at", "from": there it is.</summary>
    private static bool IsWhere(string text, Word word) => AnswerPhrases.Locative().IsMatch(text.AsSpan(0, word.Start));

    /// <summary>The value names one. To a question "a kind of thing" does not, but says what it is; nor does anything but a name where that
    /// may be asked.</summary>
    private static bool IsValue(Request request, string text, string value) =>
        AnswerPhrases.Done().IsMatch(value) ? false
        : request.IsKind ? CountNew(request, value) >= FewestOfKind
        : request.IsAnyOne && AnswerPhrases.OneOfThem().IsMatch(text) ? true
        : request.IsBareThing ? AnswerPhrases.Named().IsMatch(value)
        : AnswerPhrases.Pointed().IsMatch(value) && !(request.IsQuestion && AnswerPhrases.Indefinite().IsMatch(value));

    /// <summary>A name stands beside what was asked about, and not what they are.</summary>
    private static bool SaysWho(Request request, string text, List<Word> words) =>
        SaysWhich(request, text, words) is var (value, _) && AnswerPhrases.Named().IsMatch(value);

    /// <summary>What stands on the other side of "is" than what is asked about.</summary>
    /// <returns>It, and whether it comes first; null if both sides speak of it, or the other says nothing new.</returns>
    private static (string Value, bool ComesFirst)? SaysWhich(Request request, string text, List<Word> words)
    {
        var being = (request.IsAnyOne ? AnswerPhrases.BeingPerhaps() : AnswerPhrases.Being()).Match(text);
        if (
            !being.Success
            || AnswerPhrases.Subordinate().Matches(text[..being.Index]).Any(match => !request.Keys.Contains(match.Value.ToLowerInvariant()))
        )
        {
            return null;
        }

        bool IsAsked(Word word) => request.Topic.Any(key => AreAkin(key, word.Key));
        var before = words.Where(word => word.Start < being.Index).ToList();
        var after = words.Where(word => word.Start > being.Index).ToList();
        int CountAsked(List<Word> side) => request.Topic.Count(key => side.Any(word => AreAkin(key, word.Key)));
        return before.Any(IsAsked)
            && after.Any(word => !IsAsked(word))
            && (CountAsked(before) > CountAsked(after) || CountAsked(before) == request.Topic.Count)
                ? (text[(being.Index + being.Length)..], false)
            : after.Any(IsAsked)
            && before.Any(word => !IsAsked(word))
            && (!before.Any(IsAsked) || (before.All(word => IsName(text, word)) && CountAsked(after) > CountAsked(before)))
                ? (text[..being.Index], true)
            : null;
    }

    /// <summary>A capital inside a sentence, or at its beginning before another.</summary>
    private static bool IsName(string text, Word word) => char.IsUpper(text[word.Start]);
}
