namespace Pipeline.Modeling.Training;

/// <summary>The learning rate of each optimiser step: linear warm-up, then the schedule (as in transformers, with a floor).</summary>
internal static class LearningRateSchedule
{
    /// <summary>The rate of a step.</summary>
    /// <param name="settings">Rate, schedule, warm-up and floor.</param>
    /// <param name="step">0-based optimiser step.</param>
    /// <param name="steps">Steps in all.</param>
    public static double At(TrainingSettings settings, int step, int steps)
    {
        var warmup = settings.WarmupSteps > 0 ? settings.WarmupSteps : (int)Math.Ceiling(settings.WarmupRatio * steps);
        if (step < warmup)
        {
            return settings.LearningRate * step / warmup;
        }

        var progress = (double)(step - warmup) / Math.Max(1, steps - warmup);
        var share = settings.Schedule switch
        {
            ScheduleKind.Cosine => 0.5 * (1 + Math.Cos(Math.PI * progress)),
            ScheduleKind.Linear => 1 - progress,
            _ => 1,
        };
        return settings.LearningRate * (settings.FinalShare + ((1 - settings.FinalShare) * share));
    }
}
