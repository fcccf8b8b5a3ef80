using Pipeline.Engine.Stages;
using Pipeline.Stages.Attribution.Continuations;
using Pipeline.Stages.Attribution.ContinuationSummary;

namespace Pipeline.Stages.Report;

/// <summary>Right and written texts at the wrong spans of answers: the figures, the spans of each model under each of its readers, the base
/// first, and the plots.</summary>
internal sealed record ContinuationFindings(
    IReadOnlyList<ContinuationSummaryRow> Summary,
    IReadOnlyList<(string Model, IReadOnlyList<IReadOnlyList<ContinuationRow>> Readers)> Spans,
    IReadOnlyList<(string Name, string Svg)> Figures
)
{
    /// <summary>Reads them; null where none were read.</summary>
    /// <param name="inputs">The report's inputs.</param>
    /// <param name="models">The models of the report, in order.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<ContinuationFindings?> ReadAsync(
        StageInputs inputs,
        IReadOnlyList<string> models,
        CancellationToken cancellation
    )
    {
        if (!inputs.Has(ReportStage.ContinuationSummary))
        {
            return null;
        }

        var spans = new List<(string, IReadOnlyList<IReadOnlyList<ContinuationRow>>)>();
        foreach (var model in models)
        {
            var readers = new List<IReadOnlyList<ContinuationRow>>();
            foreach (var name in models.Select(reader => ReportStage.NameContinuations(model, reader)).Where(inputs.Has))
            {
                readers.Add(await inputs.RowsAsync<ContinuationRow>(name, cancellation).ToListAsync(cancellation).ConfigureAwait(false));
            }

            if (readers.Count > 0)
            {
                spans.Add((model, readers));
            }
        }

        return new ContinuationFindings(
            await inputs
                .ReadFileAsync<ContinuationSummaryRow>(ReportStage.ContinuationSummary, ContinuationSummaryRow.FileName, cancellation)
                .ConfigureAwait(false),
            spans,
            FigureFiles.Read(inputs[ReportStage.ContinuationSummary])
        );
    }
}
