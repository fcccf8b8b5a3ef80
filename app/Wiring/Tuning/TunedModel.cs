using Pipeline.Engine.Planning;
using Pipeline.Stages.Answers;

namespace Pipeline.App.Wiring.Tuning;

/// <summary>A model that was tuned here.</summary>
/// <param name="Label">Its name in the report, such as <c>lft-1e-3.alpaca</c>.</param>
/// <param name="Series">What it is one size of: the same for all sizes of its dataset and all seeds.</param>
/// <param name="Kind">How it was tuned.</param>
/// <param name="Seed">The seed of its training.</param>
/// <param name="Node">The node of its weights.</param>
internal sealed record TunedModel(string Label, string Series, TuningMethod Kind, int Seed, StageNode Node)
{
    /// <summary>Its name without the seed.</summary>
    public required string Variant { get; init; }

    /// <summary>The name of the first method that differs from its own in learning rate, epochs and seed alone, with the rank where it has
    /// several.</summary>
    public string Family { get; init; } = "";

    /// <summary>How it was trained, and how it is trained again; null for a checkpoint chosen by its loss, of which that cannot be said
    /// before the run.</summary>
    public TrainingRecipe? Recipe { get; init; }
}
