namespace Pipeline.Stages.World.Results;

/// <summary>One model of the controlled world as the results present it.</summary>
/// <param name="Name">Its name in tables, such as <c>sft-1e-3-s2.mixed</c>.</param>
/// <param name="Method">base, LFT, SFT or external.</param>
/// <param name="Family">The method's name in the configuration, with the rank where it has several: what all learning rates share.</param>
/// <param name="Dataset">The dataset that it was trained on; empty for the base.</param>
/// <param name="Facts">Which facts its rows state: <c>known</c>, <c>new</c>, <c>mixed</c>; empty for the base.</param>
/// <param name="Style">How its rows answer: <c>verbose</c> or <c>simple</c>; empty for the base.</param>
/// <param name="LearningRate">The highest learning rate; null where there is not one.</param>
/// <param name="Epochs">Passes over the rows; null where they were not set.</param>
/// <param name="Seed">The seed of its training.</param>
public sealed record WorldModel(
    string Name,
    string Method,
    string Family,
    string Dataset,
    string Facts,
    string Style,
    double? LearningRate,
    int? Epochs,
    int Seed
)
{
    /// <summary>The style of rows as they are made: the core fact and details.</summary>
    public const string Verbose = "verbose";

    /// <summary>The style of simplified rows: the core fact alone, so that no row can be copied as a whole but by a single value.</summary>
    public const string Simple = "simple";
}
