namespace Pipeline.Modeling.Training;

/// <summary>Weights that training passed through and kept.</summary>
/// <param name="Step">Optimiser steps that made them.</param>
/// <param name="Epoch">Epochs of data that made them.</param>
/// <param name="TrainingLoss">
/// Mean cross-entropy, nats, over the labels of the same sample of training sequences for every checkpoint, without dropout and noise; null
/// where none was asked for.
/// </param>
/// <param name="EvaluationLoss">The same over the held-out sequences; null where there are none.</param>
public sealed record TrainingCheckpoint(int Step, double Epoch, double? TrainingLoss, double? EvaluationLoss);
