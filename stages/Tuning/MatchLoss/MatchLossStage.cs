using System.Globalization;
using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Tuning.FineTune;
using Serilog.Events;

namespace Pipeline.Stages.Tuning.MatchLoss;

/// <summary>
/// Chooses, among the checkpoints of one method's variants, the one whose training loss is nearest a target, so that methods are compared
/// at the same fit; finished schedules come before snapshots. One learning rate for all methods, as in the paper, compares step sizes as
/// much as methods.
/// </summary>
public sealed class MatchLossStage(MatchLossOptions options) : FoldStage
{
    /// <summary>Prefix of a fine-tuning artifact to choose from; the variant's name follows.</summary>
    public const string Candidate = "candidate:";

    /// <summary>Prefix of another method's fine-tuning artifacts, which decide a target that is not given: method, colon, variant
    /// follow.</summary>
    public const string Other = "other:";

    /// <inheritdoc />
    public override string Name => "match-loss";

    /// <inheritdoc />
    public override int Version => 2;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var candidates = await ReadAsync(inputs, Candidate, cancellation).ConfigureAwait(false);
        var target =
            options.Target ?? await LowestOfAllAsync(inputs, MatchCandidate.Lowest(candidates), cancellation).ConfigureAwait(false);
        var chosen = MatchCandidate.Choose(candidates, target, options.Tolerance);
        var rows = candidates.Select(candidate => candidate.ToRow(target, candidate == chosen)).ToList();
        await WriteAsync(inputs, Candidate + chosen.Variant, chosen.Checkpoint, rows, output, cancellation).ConfigureAwait(false);
        Tell(context, chosen, target);
    }

    private void Tell(StageContext context, MatchCandidate chosen, double target)
    {
        var far = chosen.DistanceTo(target) > options.Tolerance;
        context.Log.Write(
            far || !chosen.Finished ? LogEventLevel.Warning : LogEventLevel.Information,
            "Chose {Variant} at step {Step}, {Schedule:l}: training loss {Loss:F4} for a target of {Target:F4}, held-out loss {HeldOut:l}"
                + (far ? "; a finer sweep or more checkpoints would come nearer" : ""),
            chosen.Variant,
            chosen.Checkpoint.Step,
            chosen.Finished
                ? "a finished schedule"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"a snapshot of an unfinished schedule, for no finished one is within {options.Tolerance} nats"
                ),
            chosen.TrainingLoss,
            target,
            chosen.Checkpoint.EvaluationLoss?.ToString("F4", CultureInfo.InvariantCulture) ?? "not measured"
        );
    }

    /// <summary>The checkpoints of the fine-tuning artifacts whose names begin so; finished is what training ended with, at its last
    /// step.</summary>
    private static async Task<IReadOnlyList<MatchCandidate>> ReadAsync(StageInputs inputs, string prefix, CancellationToken cancellation)
    {
        var candidates = new List<MatchCandidate>();
        foreach (var name in inputs.Named(prefix))
        {
            var variant = name[prefix.Length..];
            var rows = await inputs
                .ReadFileAsync<TrainingCheckpointRow>(name, TrainingCheckpointRow.FileName, cancellation)
                .ConfigureAwait(false);
            var steps = await inputs.ReadFileAsync<TrainingMetricRow>(name, TrainingMetricRow.FileName, cancellation).ConfigureAwait(false);
            candidates.AddRange(
                rows.Select(row => new MatchCandidate(
                    variant,
                    row,
                    row.TrainingLoss
                        ?? throw new InputException(
                            $"The training loss of {variant} was not measured; set stages.fine_tune.loss_rows above 0."
                        ),
                    row == rows[^1] && row.Step == steps[^1].Step
                ))
            );
        }

        return candidates;
    }

    /// <summary>The lowest loss that every method reaches: the highest of their lowest.</summary>
    private static async Task<double> LowestOfAllAsync(StageInputs inputs, double own, CancellationToken cancellation)
    {
        var lowest = own;
        foreach (var method in inputs.Named(Other).Select(name => name.Split(':')[1]).Distinct(StringComparer.Ordinal))
        {
            var candidates = await ReadAsync(inputs, $"{Other}{method}:", cancellation).ConfigureAwait(false);
            lowest = Math.Max(lowest, MatchCandidate.Lowest(candidates));
        }

        return lowest;
    }

    private static async Task WriteAsync(
        StageInputs inputs,
        string name,
        TrainingCheckpointRow chosen,
        IReadOnlyList<MatchCandidateRow> rows,
        FoldOutput output,
        CancellationToken cancellation
    )
    {
        foreach (var file in inputs[name].Files.Where(file => IsOf(file.Name, chosen.Folder)))
        {
            RegularFile.Copy(file.Path, output.PathOf(Path.GetFileName(file.Name)), cancellation);
        }

        var steps = await inputs.ReadFileAsync<TrainingMetricRow>(name, TrainingMetricRow.FileName, cancellation).ConfigureAwait(false);
        await output
            .WriteTableAsync(TrainingMetricRow.FileName, steps.Where(step => step.Step <= chosen.Step).ToList(), cancellation)
            .ConfigureAwait(false);
        chosen.Folder = "";
        await output.WriteTableAsync<TrainingCheckpointRow>(TrainingCheckpointRow.FileName, [chosen], cancellation).ConfigureAwait(false);
        await output.WriteTableAsync(MatchCandidateRow.FileName, rows, cancellation).ConfigureAwait(false);
    }

    /// <summary>Whether a file of a fine-tuning artifact is part of the weights in one of its folders.</summary>
    private static bool IsOf(string file, string folder) =>
        (Path.GetDirectoryName(file) ?? "") == folder && !file.EndsWith(".parquet", StringComparison.Ordinal);
}
