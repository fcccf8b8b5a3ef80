using Pipeline.Modeling.Statistics;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;

namespace Pipeline.Stages.Attribution.Borrowings;

/// <summary>Answers and their spans, on one side of a comparison: a model's or its control's, or those of two models that are counted as
/// one.</summary>
internal sealed class AnswerSide
{
    private readonly Dictionary<(string Model, string InstanceId, int Sample), Word[]> _words;

    /// <summary>One side.</summary>
    /// <param name="answers">All answers.</param>
    /// <param name="spans">The spans that they share with rows.</param>
    public AnswerSide(IReadOnlyList<GenerationRow> answers, IReadOnlyList<BorrowedSpanRow> spans)
    {
        _words = answers.ToDictionary(
            answer => (answer.Model, answer.InstanceId, answer.Sample),
            answer => Words.Split(answer.Text).ToArray()
        );
        Spans = spans;
    }

    /// <summary>The prompts that were answered.</summary>
    public IEnumerable<string> Prompts => _words.Keys.Select(key => key.InstanceId).Distinct(StringComparer.Ordinal);

    /// <summary>Words of all answers.</summary>
    public long TotalWords => _words.Values.Sum(words => (long)words.Length);

    /// <summary>The spans.</summary>
    public IReadOnlyList<BorrowedSpanRow> Spans { get; }

    /// <summary>The median length of an answer, words; the lower one of two.</summary>
    public int MedianWords => _words.Count == 0 ? 0 : _words.Values.Select(words => words.Length).Order().ElementAt((_words.Count - 1) / 2);

    /// <summary>Words of the answers to prompts.</summary>
    /// <param name="prompts">The prompts, each a cluster.</param>
    /// <param name="firstWords">Words of an answer that count; null for all.</param>
    public double[] CountWords(IReadOnlyList<string> prompts, int? firstWords) =>
        ClusterSums.Sum(
            prompts,
            _words,
            answer => answer.Key.InstanceId,
            answer => Math.Min(answer.Value.Length, firstWords ?? int.MaxValue)
        );

    /// <summary>A value summed over the spans that lie wholly in the words that count and are not in the prompt.</summary>
    public double[] SumSpans(IReadOnlyList<string> prompts, int? firstWords, Func<BorrowedSpanRow, double> value) =>
        ClusterSums.Sum(prompts, Spans.Where(span => !span.InPrompt && LiesWithin(span, firstWords)), span => span.InstanceId, value);

    private bool LiesWithin(BorrowedSpanRow span, int? firstWords)
    {
        if (firstWords is not { } count)
        {
            return true;
        }

        var words = _words[(span.Model, span.InstanceId, span.Sample)];
        return words.Length <= count || span.Start + span.Length <= words[count - 1].End;
    }
}
