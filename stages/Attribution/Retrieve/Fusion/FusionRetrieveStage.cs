using Pipeline.Engine.Stages;
using Pipeline.Modeling.Search;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution.Retrieve.Fusion;

/// <summary>
/// Ranks, for each answer, what several ways of retrieval found by the ranks that they gave it (<see cref="ReciprocalRankFusion"/>). What
/// none of them kept cannot be found.
/// </summary>
public sealed class FusionRetrieveStage(FusionOptions options) : MapStage<NeighbourRow>
{
    /// <summary>Whole: the training instances, whose order decides among equal scores.</summary>
    public const string Instances = "instances";

    /// <inheritdoc />
    public override string Name => "retrieve";

    /// <inheritdoc />
    public override int Version => 4;

    /// <inheritdoc />
    public override object Options => options;

    /// <summary>Streamed: the name of the input with what one way found for the same answers.</summary>
    public static string Neighbours(string way) => $"neighbours:{way}";

    /// <inheritdoc />
    public override async ValueTask<IPartTransform<NeighbourRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    )
    {
        var ids = await inputs
            .RowsAsync<InstanceRow>(Instances, cancellation)
            .Select(row => row.InstanceId)
            .ToListAsync(cancellation)
            .ConfigureAwait(false);
        return new Fusion(options, ids);
    }

    private sealed class Fusion(FusionOptions options, IReadOnlyList<string> ids) : IPartTransform<NeighbourRow>
    {
        private readonly Dictionary<string, int> _rows = ids.Index()
            .ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);

        public async ValueTask<IReadOnlyList<NeighbourRow>> TransformAsync(
            PartInputs inputs,
            PartContext context,
            CancellationToken cancellation
        )
        {
            var ways = new List<IReadOnlyList<NeighbourRow>>();
            foreach (var way in options.Of)
            {
                ways.Add(await inputs.ReadAsync<NeighbourRow>(Neighbours(way), cancellation).ConfigureAwait(false));
            }

            return Enumerable.Range(0, ways[0].Count).Select(answer => Fuse(ways.ConvertAll(way => way[answer]))).ToList();
        }

        private NeighbourRow Fuse(List<NeighbourRow> found)
        {
            // Of an instance the turn counts that the way found which ranks it best, of equal ranks the first way.
            var turns = new Dictionary<int, (int Place, int Turn)>();
            var rankings = new List<IReadOnlyList<int>>();
            foreach (var way in found)
            {
                if (way.InstanceId != found[0].InstanceId)
                {
                    throw new InvalidOperationException($"Answers to {way.InstanceId} and {found[0].InstanceId} stand in one place.");
                }

                int[] ranking = [.. way.Neighbours.Select(id => _rows[id])];
                rankings.Add(ranking);
                for (var place = 0; place < ranking.Length; place++)
                {
                    if (!turns.TryGetValue(ranking[place], out var known) || place < known.Place)
                    {
                        turns[ranking[place]] = (place, way.Turns[place]);
                    }
                }
            }

            var best = ReciprocalRankFusion.Fuse(rankings, options.K, options.TopK);
            return new NeighbourRow
            {
                InstanceId = found[0].InstanceId,
                Neighbours = [.. best.Select(neighbour => ids[neighbour.Row])],
                Similarities = [.. best.Select(neighbour => neighbour.Score)],
                Turns = [.. best.Select(neighbour => turns[neighbour.Row].Turn)],
            };
        }
    }
}
