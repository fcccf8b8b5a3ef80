using Pipeline.Engine.Stages;
using Pipeline.Stages.Attribution.Counterfactual;

namespace Pipeline.Stages.Attribution.CounterfactualSummary;

/// <summary>
/// Sums up all counterfactuals: for each model and arm how far the log-probability of its borrowed spans changed and how many are written
/// again, and the source arm against each placebo; where a variant was trained with several seeds, also over all of them.
/// </summary>
public sealed class CounterfactualSummaryStage(CounterfactualSummaryOptions options) : FoldStage
{
    /// <summary>Prefix of a model's counterfactual.</summary>
    public const string Spans = "spans:";

    /// <inheritdoc />
    public override string Name => "counterfactual-summary";

    /// <inheritdoc />
    public override int Version => 3;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var rows = new List<CounterfactualSummaryRow>();
        foreach (var series in options.Models.GroupBy(model => model.Series, StringComparer.Ordinal))
        {
            var all = new List<CounterfactualSpanRow>();
            foreach (var model in series)
            {
                var spans = await inputs
                    .RowsAsync<CounterfactualSpanRow>(Spans + model.Model, cancellation)
                    .ToListAsync(cancellation)
                    .ConfigureAwait(false);
                rows.AddRange(new ArmComparison(model.Model, spans).Rows());
                all.AddRange(spans);
            }

            if (series.Count() > 1)
            {
                rows.AddRange(new ArmComparison(series.Key, all).Rows());
            }
        }

        await output.WriteTableAsync(CounterfactualSummaryRow.FileName, rows, cancellation).ConfigureAwait(false);
    }
}
