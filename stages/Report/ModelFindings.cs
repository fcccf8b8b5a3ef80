using Pipeline.Stages.Attribute;
using Pipeline.Stages.FineTune;
using Pipeline.Stages.Generate;
using Pipeline.Stages.Judge;
using Pipeline.Stages.Shift;

namespace Pipeline.Stages.Report;

/// <summary>All that was found about one model.</summary>
internal sealed record ModelFindings(
    ReportedModel Model,
    IReadOnlyList<GenerationRow> Answers,
    IReadOnlyList<JudgementRow> Judgements,
    IReadOnlyList<TokenShiftRow> Shift,
    IReadOnlyList<BorrowedSpanRow> Spans,
    IReadOnlyList<BorrowedSpanRow>? ControlSpans,
    IReadOnlyList<TrainingMetricRow> Training)
{
    /// <summary>The prompts that the model answered, in order.</summary>
    public IReadOnlyList<string> Prompts { get; } = Answers.Select(answer => answer.InstanceId).Distinct(StringComparer.Ordinal).ToList();

    /// <summary>The spans that count as borrowed.</summary>
    public IReadOnlyList<BorrowedSpanRow> Borrowed { get; } = Spans.Where(span => span.Borrowed).ToList();

    /// <summary>The answer that a span stands in; of several samples the first that holds it.</summary>
    public GenerationRow? AnswerOf(BorrowedSpanRow span) => Answers.FirstOrDefault(answer =>
        answer.InstanceId == span.InstanceId && answer.Text.Length >= span.Start + span.Length && answer.Text.AsSpan(span.Start, span.Length).SequenceEqual(span.Text));
}
