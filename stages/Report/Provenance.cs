namespace Pipeline.Stages.Report;

/// <summary>Where a page comes from: volatile, so never part of an artifact.</summary>
/// <param name="Facts">What a reader has to know to make it again, by name.</param>
/// <param name="Settings">The settings as they were resolved, YAML.</param>
public sealed record Provenance(IReadOnlyList<(string Name, string Value)> Facts, string Settings);
