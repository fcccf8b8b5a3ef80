using Pipeline.Stages.Tuning.FineTune;

namespace Pipeline.Stages.Tuning.MatchLoss;

/// <summary>A checkpoint that can be chosen.</summary>
/// <param name="Variant">The variant that it is of.</param>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="TrainingLoss">Its training loss, nats.</param>
/// <param name="Finished">Whether its schedule was finished.</param>
internal sealed record MatchCandidate(string Variant, TrainingCheckpointRow Checkpoint, double TrainingLoss, bool Finished)
{
    /// <summary>
    /// The nearest to a target of those with a finished schedule, if it is within a tolerance; else the nearest of all. A snapshot was
    /// trained at rates that a training of its length would not have had, so it stands for no setting that anybody would use.
    /// </summary>
    /// <param name="candidates">The candidates, at least one.</param>
    /// <param name="target">The loss to come near, nats.</param>
    /// <param name="tolerance">How far a finished one may be from it, nats.</param>
    public static MatchCandidate Choose(IReadOnlyList<MatchCandidate> candidates, double target, double tolerance)
    {
        var ordered = candidates
            .OrderBy(candidate => candidate.DistanceTo(target))
            .ThenBy(candidate => candidate.Checkpoint.Step)
            .ThenBy(candidate => candidate.Variant, StringComparer.Ordinal)
            .ToList();
        return ordered.Find(candidate => candidate.Finished && candidate.DistanceTo(target) <= tolerance) ?? ordered[0];
    }

    /// <summary>The lowest loss of a method: of finished schedules, or of all where none was finished.</summary>
    public static double Lowest(IReadOnlyList<MatchCandidate> candidates) =>
        candidates
            .Where(candidate => candidate.Finished)
            .DefaultIfEmpty(candidates.MinBy(candidate => candidate.TrainingLoss)!)
            .Min(candidate => candidate.TrainingLoss);

    /// <summary>How far its training loss is from a target, nats.</summary>
    public double DistanceTo(double target) => Math.Abs(TrainingLoss - target);

    /// <summary>The row of the table.</summary>
    /// <param name="target">The loss that was to be matched, nats.</param>
    /// <param name="chosen">Whether it was chosen.</param>
    public MatchCandidateRow ToRow(double target, bool chosen) =>
        new()
        {
            Variant = Variant,
            Step = Checkpoint.Step,
            Epoch = Checkpoint.Epoch,
            Finished = Finished,
            TrainingLoss = TrainingLoss,
            HeldOutLoss = Checkpoint.EvaluationLoss,
            Target = target,
            Chosen = chosen,
        };
}
