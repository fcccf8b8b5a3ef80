namespace Pipeline.Modeling.Training;

/// <summary>Where training starts or goes on.</summary>
/// <param name="Done">The last optimiser step of the restored state; null where training starts anew.</param>
/// <param name="Steps">Optimiser steps in all.</param>
/// <param name="TrainingRows">Sequences to train on.</param>
/// <param name="HeldOutRows">Sequences held out for evaluation.</param>
/// <param name="RowsWithoutLabels">Sequences left out because they have no label.</param>
/// <param name="PaddingShare">Share of the tokens of all forward passes that is padding, 0–1.</param>
public sealed record TrainingStart(
    TrainingStep? Done,
    int Steps,
    int TrainingRows,
    int HeldOutRows,
    int RowsWithoutLabels,
    double PaddingShare
);
