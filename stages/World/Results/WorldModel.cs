using Pipeline.Stages.Answers;
using Pipeline.Stages.World.Make;

namespace Pipeline.Stages.World.Results;

/// <summary>One model of the controlled world as the results present it.</summary>
/// <param name="Name">Its name in tables, such as <c>sft-1e-3-s2.mixed</c>.</param>
/// <param name="Method">How it was tuned.</param>
/// <param name="Family">The method's name in the configuration, with the rank where it has several: what all learning rates share.</param>
/// <param name="Dataset">The dataset that it was trained on; empty for the base.</param>
/// <param name="Facts">Whose facts its rows state; null for the base.</param>
/// <param name="Style">How its rows answer; null for the base.</param>
/// <param name="LearningRate">The highest learning rate; null where there is not one.</param>
/// <param name="Epochs">Passes over the rows; null where they were not set.</param>
/// <param name="Seed">The seed of its training.</param>
public sealed record WorldModel(
    string Name,
    TuningMethod Method,
    string Family,
    string Dataset,
    WorldFacts? Facts,
    ResponseStyle? Style,
    double? LearningRate,
    int? Epochs,
    int Seed
);
