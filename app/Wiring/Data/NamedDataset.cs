namespace Pipeline.App.Wiring.Data;

/// <summary>A dataset that a setting names.</summary>
/// <param name="Name">The dataset.</param>
/// <param name="Setting">The setting, such as <c>datasets.clean.from</c>, for an error's position.</param>
internal sealed record NamedDataset(string Name, string Setting);
