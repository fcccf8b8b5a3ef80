using Pipeline.App.Settings;

namespace Pipeline.App.Wiring.Data;

/// <summary>Datasets that share no row with the one that a model was trained on: its words are held against theirs.</summary>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
internal sealed class UnrelatedDatasets(PipelineSettings settings)
{
    /// <summary>All datasets that are there: for the base, which was trained on none here.</summary>
    public IReadOnlyList<string> ListAll() => settings.Datasets.Keys.Where(name => Roots(name).All(IsThere)).ToList();

    /// <summary>Datasets that are there and go back to other files than a model's own.</summary>
    /// <param name="trainedOn">The model's dataset; empty where it is not known, so that none is known to share no row with it.</param>
    public IReadOnlyList<string> List(string trainedOn) =>
        trainedOn.Length == 0
            ? []
            : ListAll().Where(name => !Roots(name).Intersect(Roots(trainedOn), StringComparer.Ordinal).Any()).ToList();

    private bool IsThere(string root) =>
        settings.Datasets.GetValueOrDefault(root) switch
        {
            { World: { } world } => world.Corpus is null,
            { Path: { } path } => File.Exists(path.Absolute),
            _ => false,
        };

    private IEnumerable<string> Roots(string name) => Roots(name, []);

    /// <summary>A dataset that comes back to itself has none; wiring it is what refuses it.</summary>
    private IEnumerable<string> Roots(string name, HashSet<string> seen) =>
        !seen.Add(name)
            ? []
            : settings.Datasets.GetValueOrDefault(name) switch
            {
                { From: { } origin } => Roots(origin, seen),
                { Mix: { } mix } => mix.Weights.Keys.SelectMany(part => Roots(part, seen)),
                _ => [name],
            };
}
