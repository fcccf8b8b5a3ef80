using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution.SourceRecall;

/// <summary>
/// Measures ways of retrieval against spans whose one true source is known: at which rank each way has the source, recall at 1 and 10 and
/// mean reciprocal rank, beside the search for the span itself (which cannot fail where the span is unique) and a random order.
/// </summary>
public sealed class SourceRecallStage(SourceRecallOptions options) : FoldStage
{
    /// <summary>Prefix of a model's spans: those that count are borrowed and stand in one training row.</summary>
    public const string Spans = "spans:";

    /// <summary>Prefix of a dataset's instances.</summary>
    public const string Instances = "instances:";

    private static readonly RetrievalWay _exactSpan = new(SearchMethod.ExactSpan, SearchQuery.Span);

    /// <inheritdoc />
    public override string Name => "source-recall";

    /// <inheritdoc />
    public override int Version => 5;

    /// <inheritdoc />
    public override object Options => options;

    /// <summary>The name of the input that holds the rows that one way found for a model's answers.</summary>
    public static string Neighbours(string model, RetrievalWay way) => $"neighbours:{model}:{way.Method.Spell()}:{way.Query.Spell()}";

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var datasets = new Dictionary<string, SpanHolders>(StringComparer.Ordinal);
        var summary = new List<SourceRecallRow>();
        foreach (var series in options.Models.GroupBy(model => model.Series, StringComparer.Ordinal))
        {
            var all = new List<SourceRankRow>();
            var trainingRows = 0;
            foreach (var model in series)
            {
                if (!datasets.TryGetValue(model.Dataset, out var holders))
                {
                    datasets.Add(model.Dataset, holders = await HoldersAsync(inputs, model.Dataset, cancellation).ConfigureAwait(false));
                }

                var ranks = await RanksAsync(inputs, model.Model, holders, cancellation).ConfigureAwait(false);
                await output.WritePartAsync(ranks, cancellation).ConfigureAwait(false);
                summary.AddRange(Figures(model.Model, ranks, trainingRows = holders.Count));
                all.AddRange(ranks);
                context.Log.Information(
                    "{Model}: {Spans} spans with one source",
                    model.Model,
                    ranks.Count(rank => rank.Method == SearchMethod.ExactSpan)
                );
            }

            if (series.Count() > 1)
            {
                summary.AddRange(Figures(series.Key, all, trainingRows));
            }
        }

        await output.WriteTableAsync(SourceRecallRow.FileName, summary, cancellation).ConfigureAwait(false);
    }

    private async Task<SpanHolders> HoldersAsync(StageInputs inputs, string dataset, CancellationToken cancellation)
    {
        var holders = new SpanHolders(options.Search);
        await foreach (var row in inputs.RowsAsync<InstanceRow>(Instances + dataset, cancellation).ConfigureAwait(false))
        {
            holders.Add(row);
        }

        return holders;
    }

    private async Task<List<SourceRankRow>> RanksAsync(
        StageInputs inputs,
        string model,
        SpanHolders holders,
        CancellationToken cancellation
    )
    {
        var spans = await inputs
            .RowsAsync<BorrowedSpanRow>(Spans + model, cancellation)
            .Where(span => span.SourceCount == 1 && span.Blames(options.Level))
            .ToListAsync(cancellation)
            .ConfigureAwait(false);
        var ranks = spans.ConvertAll(span => Row(span, model, _exactSpan, holders.RankOf(span.SourceInstanceId, span.Text)));
        foreach (var way in options.Ways)
        {
            // The table has a row for each answer in their order: of a prompt's rows the n-th is that of its sample n.
            var found = new Dictionary<string, List<NeighbourRow>>(StringComparer.Ordinal);
            await foreach (var row in inputs.RowsAsync<NeighbourRow>(Neighbours(model, way), cancellation).ConfigureAwait(false))
            {
                (found.TryGetValue(row.InstanceId, out var samples) ? samples : found[row.InstanceId] = []).Add(row);
            }

            ranks.AddRange(spans.Select(span => Row(span, model, way, RankIn(found[span.InstanceId][span.Sample], span.SourceInstanceId))));
        }

        return ranks;
    }

    private static int? RankIn(NeighbourRow found, string source) =>
        Array.IndexOf(found.Neighbours, source) is >= 0 and var place ? place + 1 : null;

    private static SourceRankRow Row(BorrowedSpanRow span, string model, RetrievalWay way, int? rank) =>
        new()
        {
            InstanceId = span.InstanceId,
            Model = model,
            Start = span.Start,
            Text = span.Text,
            SourceInstanceId = span.SourceInstanceId,
            Method = way.Method,
            Query = way.Query,
            Rank = rank,
        };

    private IEnumerable<SourceRecallRow> Figures(string model, IReadOnlyList<SourceRankRow> ranks, int trainingRows)
    {
        var byWay = ranks.ToLookup(rank => (rank.Method, rank.Query));
        foreach (var way in options.Ways.Prepend(_exactSpan).Select(way => (way.Method, way.Query)).Where(byWay.Contains))
        {
            foreach (var row in RecallFigures.Summarise((model, way.Method, way.Query), byWay[way].ToList(), trainingRows))
            {
                yield return row;
            }
        }

        if (byWay.Contains((_exactSpan.Method, _exactSpan.Query)))
        {
            foreach (
                var row in RecallFigures.Random(model, byWay[(_exactSpan.Method, _exactSpan.Query)].ToList(), trainingRows, options.Depth)
            )
            {
                yield return row;
            }
        }
    }
}
