using Pipeline.Engine.Planning;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Tuning.FineTune;

namespace Pipeline.App.Wiring;

/// <summary>A model that was tuned here.</summary>
/// <param name="Label">Its name in the report, such as <c>lft-1e-3.alpaca</c>.</param>
/// <param name="Series">What it is one size of: the same for all sizes of its dataset and all seeds.</param>
/// <param name="Kind">How it was tuned.</param>
/// <param name="Seed">The seed of its training.</param>
/// <param name="Node">The node of its weights.</param>
internal sealed record TunedNode(string Label, string Series, TuningMethod Kind, int Seed, StageNode Node)
{
    /// <summary>Its name without the seed.</summary>
    public required string Variant { get; init; }

    /// <summary>Trains it again without the rows of a table, under a name; null where that cannot be said before the run, as at a matched
    /// loss.</summary>
    public Func<string, StageNode, StageNode>? Without { get; init; }

    /// <summary>The name of the first method that differs from its own in learning rate, epochs and seed alone, with the rank where it has
    /// several.</summary>
    public string Family { get; init; } = "";

    /// <summary>How it was trained; null for a checkpoint chosen by its loss.</summary>
    public FineTuneOptions? Options { get; init; }
}
