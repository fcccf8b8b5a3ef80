using Pipeline.Engine.Stages;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Continuations;

namespace Pipeline.Stages.Attribution.ContinuationSummary;

/// <summary>
/// Sums up what models think of right and written texts at the same places: for each model whose answers were read and each reader how
/// far the right text is ahead, at how many spans it is the likelier one, and at how many tuning turned the order round; where a variant
/// was trained with several seeds, also over all of them. Draws the spans before and after tuning.
/// </summary>
public sealed class ContinuationSummaryStage(ContinuationSummaryOptions options) : FoldStage
{
    /// <summary>What the base is called among the readers.</summary>
    public const string Base = "base";

    /// <summary>Prefix of the spans that a model's answers hold and that are called borrowed; optional.</summary>
    public const string Borrowed = "borrowed:";

    /// <summary>Prefix of those that are borrowed for certain; optional.</summary>
    public const string Certain = "certain:";

    private const string Continuations = "continuations:";

    /// <inheritdoc />
    public override string Name => "continuation-summary";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <summary>The name of the input that holds what one model thinks of another's answers.</summary>
    /// <param name="model">The model that wrote them.</param>
    /// <param name="scorer">The model that reads them.</param>
    public static string NameContinuations(string model, string scorer) => $"{Continuations}{model}:{scorer}";

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var (rows, plots) = (new List<ContinuationSummaryRow>(), 0);
        foreach (var series in options.Models.GroupBy(model => model.Series, StringComparer.Ordinal))
        {
            var seeds = new OrderedDictionary<string, List<ScoredSpan>>(StringComparer.Ordinal);
            foreach (var model in series)
            {
                var readings = await ReadAsync(inputs, model, cancellation).ConfigureAwait(false);
                foreach (var (scorer, spans) in readings)
                {
                    rows.AddRange(Compare(model.Model, scorer.Model).Measure(spans));
                    seeds.TryAdd(scorer.Series, []);
                    seeds[scorer.Series].AddRange(spans);
                }

                context.Log.Information("{Model}: {Spans} wrong spans whose right text is known", model.Model, readings[0].Spans.Count);
                var tuned = readings.Skip(1).Select(reading => (reading.Scorer.Model, reading.Spans)).ToList();
                if (ContinuationFigure.Draw(model.Model, tuned) is { } plot)
                {
                    await File.WriteAllTextAsync(output.PathOf($"continuations-{++plots}.svg"), plot, cancellation).ConfigureAwait(false);
                }
            }

            if (series.Count() > 1)
            {
                rows.AddRange(seeds.SelectMany(scorer => Compare(series.Key, scorer.Key).Measure(scorer.Value)));
            }
        }

        await output.WriteTableAsync(ContinuationSummaryRow.FileName, rows, cancellation).ConfigureAwait(false);
    }

    private static ContinuationComparison Compare(string model, string scorer) => new(model, scorer, scorer == Base);

    /// <summary>What each reader thinks of a model's answers, the base first.</summary>
    private static async Task<List<(ReadingModel Scorer, IReadOnlyList<ScoredSpan> Spans)>> ReadAsync(
        StageInputs inputs,
        ReadModel model,
        CancellationToken cancellation
    )
    {
        var borrowed = await SpansAsync(inputs, Borrowed + model.Model, cancellation).ConfigureAwait(false);
        var certain = await SpansAsync(inputs, Certain + model.Model, cancellation).ConfigureAwait(false);
        var before = await RowsAsync(inputs, model.Model, Base, cancellation).ConfigureAwait(false);
        var readings = new List<(ReadingModel, IReadOnlyList<ScoredSpan>)>
        {
            (new ReadingModel(Base, Base), ScoredSpan.Pair(before, before, borrowed, certain)),
        };
        foreach (var scorer in model.Scorers)
        {
            var after = await RowsAsync(inputs, model.Model, scorer.Model, cancellation).ConfigureAwait(false);
            readings.Add((scorer, ScoredSpan.Pair(before, after, borrowed, certain)));
        }

        return readings;
    }

    private static async Task<IReadOnlyList<ContinuationRow>> RowsAsync(
        StageInputs inputs,
        string model,
        string scorer,
        CancellationToken cancellation
    ) =>
        await inputs
            .RowsAsync<ContinuationRow>(NameContinuations(model, scorer), cancellation)
            .ToListAsync(cancellation)
            .ConfigureAwait(false);

    /// <summary>The spans of a table that count as borrowed, by answer.</summary>
    private static async Task<ILookup<(string InstanceId, int Sample), BorrowedSpanRow>> SpansAsync(
        StageInputs inputs,
        string name,
        CancellationToken cancellation
    ) =>
        (
            inputs.Has(name)
                ? await inputs
                    .RowsAsync<BorrowedSpanRow>(name, cancellation)
                    .Where(span => span.Borrowed)
                    .ToListAsync(cancellation)
                    .ConfigureAwait(false)
                : []
        ).ToLookup(span => (span.InstanceId, span.Sample));
}
