using System.Text.RegularExpressions;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>Finds the sentences of a response that are its core answer.</summary>
internal static partial class CoreFinder
{
    private const int SentencesTried = 3;

    /// <summary>Finds the core: from the first sentence that is more than an opening, up to the most sentences wanted or one that begins to
    /// elaborate. A definition or things in the plural may begin after a sentence or two that only lead to it.</summary>
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

        var opening = texts.TakeWhile(IsOpening).Count();
        for (var first = opening; first < Math.Min(texts.Count, opening + SentencesTried); first++)
        {
            if (first > opening && (Leaning().IsMatch(texts[first]) || Elaboration().IsMatch(texts[first])))
            {
                break;
            }

            var end = first + 1;
            while (end < texts.Count && end - first < most && !Elaboration().IsMatch(texts[end]))
            {
                end++;
            }

            if (AnswerCheck.Answers(request, string.Join(' ', texts.Skip(first).Take(end - first))))
            {
                return texts.Skip(end).Any(text => Series().IsMatch(text)) ? null : (first, end);
            }

            if (request.Kind is not (RequestKind.Definition or RequestKind.Several))
            {
                break;
            }
        }

        return null;
    }

    /// <summary>A sentence that leans on the one before it.</summary>
    [GeneratedRegex(
        @"^(?:it|its|they|their|he|his|she|her|this|that|these|those|such|here|there|one|some|many|most|but|and|so|yet"
            + @"|still|instead|first(?:ly)?|both|each|in this|in that)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Leaning();

    /// <summary>A sentence that goes on with what the core began: the next of several things, the next step, the other side.</summary>
    [GeneratedRegex(
        @"^(?:another|second(?:ly)?|third(?:ly)?|next|then|after (?:that|this)|or|alternatively|on the other hand"
            + @"|conversely|in contrast|others?|the (?:second|other|next|third)|likewise|similarly)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Series();

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
