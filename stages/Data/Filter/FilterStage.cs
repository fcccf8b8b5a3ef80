using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Data.Filter;

/// <summary>
/// Keeps the instances of high quality (Chen et al. 2023, AlpaGasus): by a judge's score in the dataset's file or by a heuristic. Every
/// score and verdict is written beside what stays.
/// </summary>
public sealed class FilterStage(FilterOptions options) : FoldStage
{
    /// <summary>The instances.</summary>
    public const string Instances = "instances";

    /// <summary>The artifact that holds their sources; read where the filter goes by a score of the file.</summary>
    public const string Sources = "sources";

    /// <inheritdoc />
    public override string Name => "filter";

    /// <inheritdoc />
    public override int Version => 2;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var rows =
            options.By == QualityScore.Score
                ? await FromFileAsync(inputs, cancellation).ConfigureAwait(false)
                : await ComputedAsync(inputs, cancellation).ConfigureAwait(false);
        var kept = rows.Where(row =>
                row.Score >= (options.Minimum ?? double.NegativeInfinity) && row.Score <= (options.Maximum ?? double.PositiveInfinity)
            )
            .OrderByDescending(row => row.Score)
            .ThenBy(row => row.InstanceId, StringComparer.Ordinal)
            .Take(options.Keep > 0 ? options.Keep : int.MaxValue)
            .ToList();
        if (kept.Count == 0)
        {
            throw new InputException(
                $"The filter of '{options.Dataset}' keeps no row: scores lie between {rows.Min(row => row.Score)} and "
                    + $"{rows.Max(row => row.Score)}."
            );
        }

        kept.ForEach(row => row.Kept = true);
        var ids = kept.Select(row => row.InstanceId).ToHashSet(StringComparer.Ordinal);
        await InstanceTable.CopyAsync(inputs, [Instances], ids.Contains, options.PartRows, output, cancellation).ConfigureAwait(false);
        await output.WriteTableAsync(QualityScoreRow.FileName, rows, cancellation).ConfigureAwait(false);
        context.Log.Information("{Dataset}: {Kept} of {All} rows stay", options.Dataset, kept.Count, rows.Count);
    }

    private static async Task<IReadOnlyList<QualityScoreRow>> FromFileAsync(StageInputs inputs, CancellationToken cancellation)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var source in await inputs.ReadFileAsync<SourceRow>(Sources, SourceRow.FileName, cancellation).ConfigureAwait(false))
        {
            scores[source.InstanceId] =
                source.Score
                ?? throw new InputException(
                    $"{source.File}, row {source.RowNumber}: there is no score. Say which field of the file holds it, such as "
                        + $"'columns: {{ score: chatgpt_score }}', or filter by something else."
                );
        }

        var ids = await InstanceTable.IdsAsync(inputs, Instances, cancellation).ConfigureAwait(false);
        return ids.Select(id => new QualityScoreRow { InstanceId = id, Score = scores[id] }).ToList();
    }

    private async Task<IReadOnlyList<QualityScoreRow>> ComputedAsync(StageInputs inputs, CancellationToken cancellation)
    {
        var rows = new List<QualityScoreRow>();
        await foreach (var row in inputs.RowsAsync<InstanceRow>(Instances, cancellation).ConfigureAwait(false))
        {
            rows.Add(new QualityScoreRow { InstanceId = row.InstanceId, Score = Computed(row) });
        }

        return rows;
    }

    private double Computed(InstanceRow row) =>
        options.By switch
        {
            QualityScore.ResponseCharacters => row.Response.EnumerateRunes().Count(),
            QualityScore.RequestWords => Words.Split(row.RequestText()).Count,
            QualityScore.DistinctWords => DistinctShare(Words.Split(row.Response)),
            _ => Words.Split(row.Response).Count,
        };

    private static double DistinctShare(IReadOnlyList<Word> words) =>
        words.Count == 0 ? 0 : (double)words.Select(word => word.Key).Distinct(StringComparer.Ordinal).Count() / words.Count;
}
