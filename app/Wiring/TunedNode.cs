using Pipeline.Engine.Planning;

namespace Pipeline.App.Wiring;

/// <summary>A model that was tuned here.</summary>
/// <param name="Label">Its name in the report, such as <c>lft-1e-3.alpaca</c>.</param>
/// <param name="Series">What it is one size of: the same for all sizes of its dataset and all seeds.</param>
/// <param name="Kind">LFT, SFT or external.</param>
/// <param name="Seed">The seed of its training.</param>
/// <param name="Node">The node of its weights.</param>
internal sealed record TunedNode(string Label, string Series, string Kind, int Seed, StageNode Node);
