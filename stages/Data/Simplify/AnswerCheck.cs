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
    private const int LongestEnding = 3;

    /// <summary>Whether the text is taken for an answer.</summary>
    public static bool Answers(Request request, string text)
    {
        if (text.Length > Longest || text.Count('(') != text.Count(')'))
        {
            return false;
        }

        var words = Words.Split(text);
        var content = words.Where(word => !StopWords.Contains(word.Key)).ToList();
        var added = content.Where(word => !request.Topic.Any(key => AreAkin(key, word.Key))).ToList();
        return !IsVague(request.Kind, text) && SpeaksOf(request, text, content) && Holds(request, text, words, added);
    }

    /// <summary>Whether a text gives no answer by itself: it puts it off, says that there are many, or announces what follows.</summary>
    private static bool IsVague(RequestKind kind, string text) =>
        AnswerPhrases.Postponed().IsMatch(text)
        || AnswerPhrases.There().IsMatch(text)
        || (
            kind is not (RequestKind.Definition or RequestKind.Example)
            && AnswerPhrases.Counted().IsMatch(text)
            && !AnswerPhrases.Listed().IsMatch(text)
        )
        || (kind is not (RequestKind.Decision or RequestKind.Cause) && AnswerPhrases.Denied().IsMatch(text))
        || ((kind is RequestKind.Definition or RequestKind.Cause or RequestKind.Several) && AnswerPhrases.Praise().IsMatch(text));

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
            2 => request.Kind is RequestKind.Fact or RequestKind.Quantity or RequestKind.Decision ? 1 : 0,
            <= 5 => 1,
            var count => count / 4,
        };
        return missing.Count <= most && (missing.Count == 0 || missing[0] != request.Topic[0]);
    }

    private static bool Holds(Request request, string text, IReadOnlyList<Word> words, List<Word> added) =>
        request.Kind switch
        {
            RequestKind.Definition => added.Count > 1 && Defines(request, text, words),
            RequestKind.Person => added.Any(word => IsName(text, word)),
            RequestKind.Place => added.Any(word => IsName(text, word)) || AnswerPhrases.PlacePhrase().IsMatch(text),
            RequestKind.Time => AnswerPhrases.TimePhrase().IsMatch(text),
            RequestKind.Quantity => AnswerPhrases.NumberPhrase().IsMatch(text),
            RequestKind.Cause => AnswerPhrases.CausePhrase().IsMatch(text),
            RequestKind.Manner => AnswerPhrases.MannerPhrase().IsMatch(text) && !AnswerPhrases.ThingPhrase().IsMatch(text),
            RequestKind.Example => added.Count > 0
                && (AnswerPhrases.ExamplePhrase().IsMatch(text) || added.Any(word => IsName(text, word))),
            RequestKind.Several => AnswerPhrases.ThreeNamed().IsMatch(text) || (added.Count > 1 && Defines(request, text, words)),
            RequestKind.Decision => true,
            _ => added.Count > 0,
        };

    /// <summary>The subject comes first, then what it is.</summary>
    private static bool Defines(Request request, string text, IReadOnlyList<Word> words)
    {
        var copula = AnswerPhrases.Copula().Match(text);
        return copula.Success
            && !AnswerPhrases.Subordinate().IsMatch(text.AsSpan(0, copula.Index))
            && request.Topic.All(key => words.Any(word => word.Start < copula.Index && AreAkin(key, word.Key)))
            && AreAkin(request.Topic.Count > 0 ? request.Topic[0] : "", words.First(word => !StopWords.Contains(word.Key)).Key);
    }

    /// <summary>A capital inside a sentence, or at its beginning before another.</summary>
    private static bool IsName(string text, Word word) => char.IsUpper(text[word.Start]);

    /// <summary>Equal but for an ending.</summary>
    private static bool AreAkin(string one, string other)
    {
        var common = one.AsSpan().CommonPrefixLength(other);
        return one == other
            || (common >= ShortestStem || (common == 3 && Math.Min(one.Length, other.Length) == 3))
                && one.Length - common <= LongestEnding
                && other.Length - common <= LongestEnding;
    }
}
