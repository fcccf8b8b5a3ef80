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
        return !IsVague(request.Kind, plain) && SpeaksOf(request, plain, words) && Holds(request, plain, words, added);
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
    private static bool IsVague(RequestKind kind, string text) =>
        AnswerPhrases.Postponed().IsMatch(text)
        || AnswerPhrases.There().IsMatch(text)
        || (
            kind is not (RequestKind.Definition or RequestKind.Identity or RequestKind.Example)
            && AnswerPhrases.Counted().IsMatch(text)
            && !AnswerPhrases.Listed().IsMatch(text)
        )
        || (kind != RequestKind.Decision && AnswerPhrases.Denied().IsMatch(text))
        || (kind is RequestKind.Fact or RequestKind.Person or RequestKind.Place or RequestKind.Time && AnswerPhrases.Hedged().IsMatch(text))
        || (kind is RequestKind.Definition or RequestKind.Identity or RequestKind.Purpose && AnswerPhrases.Praise().IsMatch(text));

    /// <summary>Most of the request's content words are there, the first of them with the rest.</summary>
    private static bool SpeaksOf(Request request, string text, List<Word> content)
    {
        if (request.Kind == RequestKind.Decision && AnswerPhrases.Decided().IsMatch(text))
        {
            return true;
        }

        var missing = request.Topic.Where(key => !content.Any(word => AreAkin(key, word.Key))).ToList();
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
            RequestKind.Definition or RequestKind.Identity => DefinitionCheck.Defines(request, text),
            RequestKind.Expansion => AnswerPhrases.Expansion().IsMatch(text) && added.Count > 1,
            RequestKind.Person or RequestKind.Place => added.Any(word => IsName(text, word)),
            RequestKind.Time => AnswerPhrases.TimePhrase().IsMatch(text),
            RequestKind.Quantity => AnswerPhrases.NumberPhrase().IsMatch(text),
            RequestKind.Decision => AnswerPhrases.Decided().IsMatch(text) && !AnswerPhrases.HalfDecided().IsMatch(text),
            RequestKind.Fact => SaysWhich(request, text, words) is var (value, _) && IsWhich(request, text, value),
            RequestKind.Purpose => SaysWhich(request, text, words) is (var value, false)
                && AnswerPhrases.ToDo().IsMatch(value)
                && added.Count >= FewestOfPurpose,
            _ => SaysWhich(request, text, words) is var (value, comesFirst)
                && (comesFirst ? AnswerPhrases.Pointed().IsMatch(value) : AnswerPhrases.ExamplePhrase().IsMatch(text)),
        };

    /// <summary>The value names one: to a question "a kind of thing" does so only by a definition, and so does "the kind of thing" where a
    /// thing was asked for that may be one to define.</summary>
    private static bool IsWhich(Request request, string text, string value) =>
        request.IsQuestion && (request.IsBareThing ? AnswerPhrases.Thing() : AnswerPhrases.Indefinite()).IsMatch(value)
            ? DefinitionCheck.Defines(request, text)
            : AnswerPhrases.Pointed().IsMatch(value);

    /// <summary>What stands on the other side of "is" than what is asked about.</summary>
    /// <returns>It, and whether it comes first; null if both sides speak of it, or the other says nothing new.</returns>
    private static (string Value, bool ComesFirst)? SaysWhich(Request request, string text, List<Word> words)
    {
        var being = AnswerPhrases.Being().Match(text);
        if (!being.Success || AnswerPhrases.Subordinate().IsMatch(text.AsSpan(0, being.Index)))
        {
            return null;
        }

        bool IsAsked(Word word) => request.Topic.Any(key => AreAkin(key, word.Key));
        var before = words.Where(word => word.Start < being.Index).ToList();
        var after = words.Where(word => word.Start > being.Index).ToList();
        return before.Any(IsAsked) && after.Any(word => !IsAsked(word)) && before.Count(IsAsked) > after.Count(IsAsked)
                ? (text[(being.Index + being.Length)..], false)
            : after.Any(IsAsked) && before.Any(word => !IsAsked(word)) && !before.Any(IsAsked) ? (text[..being.Index], true)
            : null;
    }

    /// <summary>A capital inside a sentence, or at its beginning before another.</summary>
    private static bool IsName(string text, Word word) => char.IsUpper(text[word.Start]);
}
