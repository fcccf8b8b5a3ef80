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
    IReadOnlyList<TrainingMetricRow> Training);
