using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Data;

namespace Pipeline.Stages.Attribution.Exclude;

/// <summary>
/// The three arms of a counterfactual over one dataset: equally many rows each, none in two of them. The placebos hold no row that anything
/// is attributed to: had one of them a share in a span, its absence would be no placebo.
/// </summary>
/// <param name="blame">What results blame.</param>
/// <param name="instances">The ids of the dataset, in order.</param>
/// <param name="neighbours">The rows nearest to each answer.</param>
/// <param name="seed">Seed of what is drawn.</param>
internal sealed class ExclusionArms(Blame blame, IReadOnlyList<string> instances, IReadOnlyList<NeighbourRow> neighbours, int seed)
{
    private readonly List<string> _unblamed = instances.Where(id => !blame.Has(id)).OrderBy(id => InstanceDraw.Place(seed, id)).ToList();

    /// <summary>The most rows that every arm can have.</summary>
    public int Most => Math.Min(blame.Ranked.Count, _unblamed.Count / 2);

    /// <summary>The rows of an arm.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="count">How many rows; at most <see cref="Most"/> for the placebos.</param>
    public IReadOnlyList<ExcludedRow> Rows(ExclusionArm arm, int count) =>
        arm switch
        {
            ExclusionArm.Source => Sources(count),
            ExclusionArm.Similar => Similar(count),
            _ => Random(count),
        };

    private List<ExcludedRow> Sources(int count) =>
        blame
            .Ranked.Take(count)
            .Select(
                (id, index) =>
                    new ExcludedRow
                    {
                        InstanceId = id,
                        Arm = ExclusionArm.Source,
                        Rank = index + 1,
                        Spans = blame.SpansOf(id),
                    }
            )
            .ToList();

    private List<ExcludedRow> Random(int count)
    {
        var similar = Similar(count).Select(row => row.InstanceId).ToHashSet(StringComparer.Ordinal);
        return _unblamed
            .Where(id => !similar.Contains(id))
            .Take(count)
            .Select(
                (id, index) =>
                    new ExcludedRow
                    {
                        InstanceId = id,
                        Arm = ExclusionArm.Random,
                        Rank = index + 1,
                    }
            )
            .ToList();
    }

    /// <summary>One row for each source: of the rows that are left, the one most similar to an answer that blames the source.</summary>
    private List<ExcludedRow> Similar(int count)
    {
        var known = instances.ToHashSet(StringComparer.Ordinal);
        var byAnswer = neighbours.ToLookup(row => row.InstanceId, StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var rows = new List<ExcludedRow>();
        foreach (var (index, source) in blame.Ranked.Take(count).Index())
        {
            var nearest = blame
                .AnswersOf(source)
                .SelectMany(answer => byAnswer[answer])
                .SelectMany(row => row.Neighbours.Zip(row.Similarities, (id, similarity) => (Id: id, Similarity: similarity)))
                .Where(row => known.Contains(row.Id) && !blame.Has(row.Id) && !taken.Contains(row.Id))
                .OrderByDescending(row => row.Similarity)
                .ThenBy(row => row.Id, StringComparer.Ordinal)
                .Select(row => ((string Id, double? Similarity))(row.Id, row.Similarity))
                .FirstOrDefault();
            if (nearest.Id is null)
            {
                nearest = (_unblamed.First(id => !taken.Contains(id)), null);
            }

            taken.Add(nearest.Id);
            rows.Add(
                new ExcludedRow
                {
                    InstanceId = nearest.Id,
                    Arm = ExclusionArm.Similar,
                    Rank = index + 1,
                    Similarity = nearest.Similarity,
                }
            );
        }

        return rows;
    }
}
