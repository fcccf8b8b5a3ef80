using System.Text;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution.Rephrase;

/// <summary>A content word of a prompt.</summary>
/// <param name="Key">The word case-folded.</param>
/// <param name="Spelled">The word as the prompt spells it.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Place">0-based number among all words of the prompt.</param>
internal sealed record PromptWord(string Key, string Spelled, WordKind Kind, int Place)
{
    /// <summary>The content words of a prompt's instruction and input, in order.</summary>
    public static IEnumerable<PromptWord> List(InstanceRow prompt)
    {
        var text = prompt.RequestText();
        return Words
            .Split(text)
            .Index()
            .Where(word => !StopWords.Contains(word.Item.Key))
            .Select(word =>
            {
                var spelled = text.Substring(word.Item.Start, word.Item.Length);
                return new PromptWord(word.Item.Key, spelled, FindKind(spelled), word.Index);
            });
    }

    /// <summary>A text in which another word stands wherever this one did.</summary>
    public string ReplaceIn(string text, string replacement)
    {
        var (replaced, written) = (new StringBuilder(), 0);
        foreach (var word in Words.Split(text).Where(word => word.Key == Key))
        {
            replaced.Append(text, written, word.Start - written).Append(replacement);
            written = word.End;
        }

        return replaced.Append(text, written, text.Length - written).ToString();
    }

    private static WordKind FindKind(string spelled) =>
        !Rune.TryGetRuneAt(spelled, 0, out var first) ? WordKind.Plain
        : Rune.IsDigit(first) ? WordKind.Number
        : Rune.IsUpper(first) ? WordKind.Capitalised
        : WordKind.Plain;
}
