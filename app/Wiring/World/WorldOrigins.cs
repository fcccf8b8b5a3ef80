using Pipeline.App.Settings;

namespace Pipeline.App.Wiring.World;

/// <summary>Which datasets go back to the fictional world, so that answers of models trained on them can be held against
/// the truth.</summary>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
internal sealed class WorldOrigins(PipelineSettings settings)
{
    /// <summary>The set of the world that a dataset goes back to; null where it goes back to something else, or there is no
    /// dataset.</summary>
    /// <param name="dataset">The dataset's name.</param>
    public WorldOrigin? Find(string? dataset) =>
        dataset is not null && ListSteps(dataset)[^1] is var first && settings.Datasets[first].World is { Corpus: null } rows
            ? new WorldOrigin(first, rows)
            : null;

    /// <summary>A dataset and those that it starts from, one after the other.</summary>
    /// <param name="dataset">The dataset's name.</param>
    public IReadOnlyList<string> ListSteps(string dataset)
    {
        var steps = new List<string>();
        for (var name = dataset; name is not null; name = settings.Datasets[name].From)
        {
            steps.Add(name);
        }

        return steps;
    }
}
