using Pipeline.Engine.Planning;

namespace Pipeline.App.Wiring.Data;

/// <summary>A dataset as models see it.</summary>
/// <param name="Name">Its name, sizes expanded, such as <c>alpaca-1k</c>.</param>
/// <param name="Rows">The node of its rows: ingested, mixed or made, then without what is left out, filtered, simplified, sampled.</param>
/// <param name="Sources">The node that holds the sources of its rows: the ingested file, the mixture or the set of the world that it goes
/// back to.</param>
internal sealed record WiredDataset(string Name, StageNode Rows, StageNode Sources);
