using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Tuning.FineTune;

namespace Pipeline.Stages.Tuning.MatchLoss;

/// <summary>
/// Chooses, among the checkpoints of one method's variants, the one whose training loss is nearest a target, so that methods are compared
/// at the same fit. One learning rate for all methods, as in the paper, compares step sizes as much as methods.
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
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var candidates = new List<(string Variant, TrainingCheckpointRow Checkpoint)>();
        foreach (var name in inputs.Named(Candidate))
        {
            candidates.AddRange(
                (await CheckpointsAsync(inputs, name, cancellation).ConfigureAwait(false)).Select(row => (name[Candidate.Length..], row))
            );
        }

        var target =
            options.Target
            ?? await LowestOfAllAsync(inputs, candidates.Min(candidate => candidate.Checkpoint.TrainingLoss!.Value), cancellation)
                .ConfigureAwait(false);
        var (variant, chosen) = candidates
            .OrderBy(candidate => Math.Abs(candidate.Checkpoint.TrainingLoss!.Value - target))
            .ThenBy(candidate => candidate.Checkpoint.Step)
            .ThenBy(candidate => candidate.Variant, StringComparer.Ordinal)
            .First();
        var rows = candidates
            .Select(candidate => new MatchCandidateRow
            {
                Variant = candidate.Variant,
                Step = candidate.Checkpoint.Step,
                Epoch = candidate.Checkpoint.Epoch,
                TrainingLoss = candidate.Checkpoint.TrainingLoss!.Value,
                Target = target,
                Chosen = candidate.Checkpoint == chosen,
            })
            .ToList();
        await WriteAsync(inputs, Candidate + variant, chosen, rows, output, cancellation).ConfigureAwait(false);
        var far = Math.Abs(chosen.TrainingLoss!.Value - target) > options.Tolerance;
        context.Log.Write(
            far ? Serilog.Events.LogEventLevel.Warning : Serilog.Events.LogEventLevel.Information,
            "Chose {Variant} at step {Step}: training loss {Loss:F4} for a target of {Target:F4}"
                + (far ? "; a finer sweep or more checkpoints would come nearer" : ""),
            variant,
            chosen.Step,
            chosen.TrainingLoss,
            target
        );
    }

    private static async Task<IReadOnlyList<TrainingCheckpointRow>> CheckpointsAsync(
        StageInputs inputs,
        string name,
        CancellationToken cancellation
    )
    {
        var rows = await inputs
            .ReadFileAsync<TrainingCheckpointRow>(name, TrainingCheckpointRow.FileName, cancellation)
            .ConfigureAwait(false);
        return rows.All(row => row.TrainingLoss is not null)
            ? rows
            : throw new InputException(
                $"The training loss of {name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..]} was not measured; set "
                    + "stages.fine_tune.loss_rows above 0."
            );
    }

    /// <summary>The lowest loss that every method reaches: the highest of their lowest.</summary>
    private static async Task<double> LowestOfAllAsync(StageInputs inputs, double own, CancellationToken cancellation)
    {
        var lowest = own;
        foreach (var method in inputs.Named(Other).GroupBy(name => name.Split(':')[1], StringComparer.Ordinal))
        {
            var least = double.PositiveInfinity;
            foreach (var name in method)
            {
                least = Math.Min(
                    least,
                    (await CheckpointsAsync(inputs, name, cancellation).ConfigureAwait(false)).Min(row => row.TrainingLoss!.Value)
                );
            }

            lowest = Math.Max(lowest, least);
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
