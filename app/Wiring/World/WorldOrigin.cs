using Pipeline.App.Settings;

namespace Pipeline.App.Wiring.World;

/// <summary>The set of the fictional world that a dataset goes back to.</summary>
/// <param name="Name">The set's name in the settings.</param>
/// <param name="Rows">Which rows it has.</param>
internal sealed record WorldOrigin(string Name, WorldDatasetSettings Rows);
