using Pipeline.Stages.Simplify;

namespace Pipeline.Stages.Report;

/// <summary>Everything that the page is made of.</summary>
internal sealed record ReportMaterial(
    ReportOptions Options,
    IReadOnlyList<ModelFindings> Findings,
    IReadOnlyList<ModelSummaryRow> Summaries,
    IReadOnlyDictionary<(string Dataset, string Id), SourcedInstance> Instances,
    IReadOnlyList<SimplifiedRow> Simplified);
