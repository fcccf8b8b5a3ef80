namespace Pipeline.Stages.Report;

/// <summary>Models that differ in their seed alone: what a reader compares, while the seeds say how much of it is chance.</summary>
/// <param name="Name">Their name without the seed.</param>
/// <param name="Models">The models, at least one.</param>
internal sealed record SeedGroup(string Name, IReadOnlyList<ModelFindings> Models)
{
    /// <summary>The one that stands for all where a page has room for one.</summary>
    public ModelFindings First => Models[0];

    private readonly Lazy<ModelFindings> _pooled = new(() => ModelFindings.Pool(Name, Models));

    /// <summary>What was found about all of them together.</summary>
    public ModelFindings Pooled => _pooled.Value;

    /// <summary>The groups of a report's models, in the order of the models.</summary>
    public static IReadOnlyList<SeedGroup> Group(IEnumerable<ModelFindings> models) =>
        models
            .GroupBy(found => found.Model.SeedGroup ?? found.Model.Name, StringComparer.Ordinal)
            .Select(group => new SeedGroup(group.Key, [.. group]))
            .ToList();
}
