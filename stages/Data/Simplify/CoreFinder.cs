using System.Text.RegularExpressions;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>Finds the sentences of a response that are its core answer.</summary>
internal static partial class CoreFinder
{
    /// <summary>Finds the core: from the first sentence that is more than an opening, up to the most sentences wanted or one that begins to
    /// elaborate.</summary>
    /// <param name="instruction">What is answered.</param>
    /// <param name="texts">The sentences of the response.</param>
    /// <param name="most">Sentences that the core may have.</param>
    /// <returns>0-based first sentence and the one after the last; null if none is certain to answer.</returns>
    public static (int First, int End)? Find(string instruction, IReadOnlyList<string> texts, int most)
    {
        if (Request.Read(instruction) is not { } request || (!request.IsQuestion && TaskKind.AsksForForm(instruction)))
        {
            return null;
        }

        var first = texts.TakeWhile(text => IsOpening(text) && !Decides(request, text)).Count();
        var end = Math.Min(first + 1, texts.Count);
        while (end < texts.Count && end - first < most && !Elaboration().IsMatch(texts[end]))
        {
            end++;
        }

        var core = string.Join(' ', texts.Skip(first).Take(end - first));
        return first < end && AnswerCheck.Answers(request, core) && !RemainderCheck.BelongsToAnswer(request, core, [.. texts.Skip(end)])
            ? (first, end)
            : null;
    }

    /// <summary>A bare yes is a courtesy only where it was not asked for.</summary>
    private static bool Decides(Request request, string sentence) =>
        request.Kind == RequestKind.Decision && AnswerPhrases.Decided().IsMatch(sentence);

    /// <summary>Whether a sentence is a courtesy, or the announcement of what follows.</summary>
    private static bool IsOpening(string sentence) => sentence.EndsWith(':') || Courtesy().IsMatch(sentence);

    /// <summary>Courtesy.</summary>
    [GeneratedRegex(
        @"^((sure|certainly|of course|absolutely|yes|okay|ok)( thing)?[.!]$|(great|good|excellent"
            + @"|interesting) question\b|thank you\b|thanks\b|i('d| would) be (happy|glad)\b|as an ai\b|i hope\b)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Courtesy();

    /// <summary>What may be left out.</summary>
    [GeneratedRegex(
        @"^(additionally|also|furthermore|moreover|in addition|besides|similarly|for (example|instance)|in conclusion"
            + @"|overall|finally|lastly|however|therefore|thus|ultimately|in (summary|short|general)"
            + @"|to summari[sz]e|it (is|was) also|it('s| is) (important|worth)|it also|note that|please note|let me know"
            + @"|i hope|if you (have|need|want)|this (means|is because|can|allows|makes|helps)"
            + @"|some (examples|other)|other|these|they also|he also|she also)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Elaboration();
}
