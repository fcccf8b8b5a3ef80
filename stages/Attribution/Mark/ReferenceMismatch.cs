using Pipeline.Modeling.Text;
using Pipeline.Stages.Answers.Generate;

namespace Pipeline.Stages.Attribution.Mark;

/// <summary>
/// Holds an answer's words against those of its reference response. A run of a sentence from content word to content word of which none
/// stands in the reference nor in the prompt is called wrong, one of which each stands in the reference and not in the prompt right;
/// function words between them belong to it. What a true statement says that the reference does not is called wrong: words are compared,
/// not what they mean.
/// </summary>
internal static class ReferenceMismatch
{
    /// <summary>The spans of an answer in the order of the text; none without a reference.</summary>
    public static IEnumerable<MarkedSpanRow> Find(GenerationRow answer)
    {
        if (answer.Reference is not { } reference)
        {
            yield break;
        }

        var (given, asked) = (ListKeys(reference), ListKeys(answer.Prompt));
        foreach (var sentence in SentenceWords.Split(answer.Text))
        {
            (Word First, Word Last, MarkLabel Label)? run = null;
            foreach (var word in sentence.Where(word => !StopWords.Contains(word.Key)))
            {
                MarkLabel? label =
                    asked.Contains(word.Key) ? null
                    : given.Contains(word.Key) ? MarkLabel.Right
                    : MarkLabel.Wrong;
                if (run is { } open && open.Label != label)
                {
                    yield return Mark(answer, open.First, open.Last, open.Label);
                    run = null;
                }

                run = label is { } known ? (run?.First ?? word, word, known) : null;
            }

            if (run is { } last)
            {
                yield return Mark(answer, last.First, last.Last, last.Label);
            }
        }
    }

    private static HashSet<string> ListKeys(string text) => Words.Split(text).Select(word => word.Key).ToHashSet(StringComparer.Ordinal);

    private static MarkedSpanRow Mark(GenerationRow answer, Word first, Word last, MarkLabel label) =>
        new()
        {
            InstanceId = answer.InstanceId,
            Sample = answer.Sample,
            Model = answer.Model,
            Start = first.Start,
            Length = last.End - first.Start,
            Text = answer.Text[first.Start..last.End],
            Label = label,
            Annotators = 1,
            Agreeing = 1,
            Origin = MarkOrigin.Reference,
        };
}
