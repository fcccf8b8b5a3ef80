using System.Diagnostics;
using System.Globalization;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Training;

namespace Pipeline.Stages.Tuning;

/// <summary>Tells the console, the log and the run's volatile table how training goes.</summary>
internal sealed class TrainingProgress(StageContext context, FoldOutput output) : ITrainingObserver
{
    private const double BytesPerMebibyte = 1 << 20;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _tokens;

    public void Started(TrainingStart start)
    {
        context.Volatile("padding_share", start.PaddingShare);
        context.Log.Information(
            "{Steps} steps on {Rows} rows; {HeldOut} held out, {WithoutLabels} without a label left out; {Padding:P1} of the tokens are padding",
            start.Steps,
            start.TrainingRows,
            start.HeldOutRows,
            start.RowsWithoutLabels,
            start.PaddingShare
        );
        if (start.Done is { } done)
        {
            context.Log.Information(
                "Resuming after step {Step} of {Steps}: epoch {Epoch:F2}, learning rate {Rate:0.###e0}, {Rows} rows seen",
                done.Step,
                start.Steps,
                done.Epoch,
                done.LearningRate,
                done.RowsSeen
            );
        }

        _clock.Restart();
    }

    public void Discarded(string reason) => context.Log.Warning("A saved training state is damaged and not used: {Reason}", reason);

    public void Stepped(TrainingStep step, int total)
    {
        _tokens += step.Tokens;
        context.Progress.Report(
            new StageProgress(step.Step, total, string.Create(CultureInfo.InvariantCulture, $"loss of this step {step.Loss:F3}"))
        );
        if (step.EvaluationLoss is { } loss)
        {
            context.Log.Information("Step {Step}: held-out loss {Loss:F4}", step.Step, loss);
        }

        context.Volatile("tokens_per_second", _tokens / _clock.Elapsed.TotalSeconds);
        using var process = Process.GetCurrentProcess();
        context.Volatile("peak_memory_mib", process.PeakWorkingSet64 / BytesPerMebibyte);
    }

    public void Saved() => output.StateSaved();

    public void StoppedEarly(TrainingStep best) =>
        context.Log.Information(
            "Stopped early: the weights of step {Step} are kept, held-out loss {Loss:F4}",
            best.Step,
            best.EvaluationLoss
        );
}
