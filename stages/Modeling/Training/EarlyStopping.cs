namespace Pipeline.Modeling.Training;

/// <summary>Decides by the evaluations so far which step is the best and whether to go on. It keeps nothing, so a resumed run decides
/// alike.</summary>
internal static class EarlyStopping
{
    /// <summary>The first step with the lowest evaluation loss; null before the first evaluation.</summary>
    public static TrainingStep? Best(IReadOnlyList<TrainingStep> steps) =>
        steps.Where(step => step.EvaluationLoss is not null).MinBy(step => step.EvaluationLoss);

    /// <summary>Whether <paramref name="patience"/> evaluations in a row brought no new lowest loss; never where it is 0.</summary>
    public static bool Stops(IReadOnlyList<TrainingStep> steps, int patience) =>
        patience > 0
        && Best(steps) is { } best
        && steps.Count(step => step.Step > best.Step && step.EvaluationLoss is not null) >= patience;
}
