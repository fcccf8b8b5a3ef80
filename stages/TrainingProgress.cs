using System.Diagnostics;
using System.Globalization;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Training;

namespace Pipeline.Stages;

/// <summary>Tells the console, the log and the run's volatile table how training goes.</summary>
internal sealed class TrainingProgress(StageContext context, FoldOutput output, long totalTokens) : ITrainingObserver
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _resumedAt;

    public void Started(int done, int total, double paddingShare)
    {
        _resumedAt = done;
        _clock.Restart();
        context.Volatile("padding_share", paddingShare);
        if (done > 0)
        {
            context.Log.Information("Resuming after step {Done} of {Total}", done, total);
        }
    }

    public void Stepped(TrainingStep step, int total)
    {
        context.Progress.Report(new StageProgress(step.Step, total, string.Create(CultureInfo.InvariantCulture, $"loss {step.Loss:F3}")));
        if (step.Step == total)
        {
            context.Volatile("tokens_per_second", totalTokens * ((double)(total - _resumedAt) / total) / _clock.Elapsed.TotalSeconds);
        }
    }

    public void Saved() => output.StateSaved();
}
