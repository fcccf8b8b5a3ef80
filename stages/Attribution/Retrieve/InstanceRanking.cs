using Pipeline.Modeling.Search;

namespace Pipeline.Stages.Attribution.Retrieve;

/// <summary>Which instance each text of an index is of. An instance is as near as the nearest of its texts.</summary>
/// <param name="texts">The instance and turn of each text in the order of the index; those of one instance next to each other.</param>
internal sealed class InstanceRanking(IReadOnlyList<(string InstanceId, int Turn)> texts)
{
    /// <summary>The number of each text's instance; null where each instance has one text.</summary>
    public IReadOnlyList<int>? Groups { get; } = GroupsOf(texts);

    /// <summary>What was found for an answer, as a row of the table.</summary>
    /// <param name="answer">The answered prompt.</param>
    /// <param name="found">Texts, the best of each instance only.</param>
    /// <param name="recall">Which share of the nearest was found; null where that was not measured.</param>
    public NeighbourRow Row(string answer, IReadOnlyList<Neighbour> found, double? recall = null) =>
        new()
        {
            InstanceId = answer,
            Neighbours = [.. found.Select(neighbour => texts[neighbour.Row].InstanceId)],
            Similarities = [.. found.Select(neighbour => neighbour.Score)],
            Turns = [.. found.Select(neighbour => texts[neighbour.Row].Turn)],
            Recall = recall,
        };

    private static int[]? GroupsOf(IReadOnlyList<(string InstanceId, int Turn)> texts)
    {
        var groups = new int[texts.Count];
        for (var i = 1; i < groups.Length; i++)
        {
            groups[i] = groups[i - 1] + (texts[i].InstanceId == texts[i - 1].InstanceId ? 0 : 1);
        }

        return groups.Length > 0 && groups[^1] < groups.Length - 1 ? groups : null;
    }
}
