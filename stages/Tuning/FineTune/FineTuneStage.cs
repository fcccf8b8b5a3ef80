using System.Globalization;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Training;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Tokenize;
using TorchSharp;

namespace Pipeline.Stages.Tuning.FineTune;

/// <summary>
/// Fine-tunes the base model on one tokenized dataset: an adapter in PEFT's form, or a whole checkpoint in Hugging Face's, with
/// <c>metrics.parquet</c> and <c>checkpoints.parquet</c> beside it. Resumes from its last saved step.
/// </summary>
public sealed class FineTuneStage(FineTuneOptions options) : FoldStage
{
    /// <summary>The tokenized dataset.</summary>
    public const string Tokens = "tokens";

    /// <summary>The base model's folder.</summary>
    public const string Model = "model";

    /// <summary>
    /// Optional: rows to train without. They keep their place in the order of training and are not learned from, so that steps, batches and
    /// rates of all other rows are those of training with them.
    /// </summary>
    public const string Withheld = "withheld";

    /// <inheritdoc />
    public override string Name => "fine-tune";

    /// <inheritdoc />
    public override int Version => 3;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override ResourceSlot Slot => ResourceSlot.Device;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var withheld = inputs.Has(Withheld) ? await InstanceTable.IdsAsync(inputs, Withheld, cancellation).ConfigureAwait(false) : [];
        var excluded = withheld.ToHashSet(StringComparer.Ordinal);
        var sequences = new List<TrainingSequence>();
        var endTokens = new SortedSet<int>();
        await foreach (var row in inputs.RowsAsync<TokenizedRow>(Tokens, cancellation).ConfigureAwait(false))
        {
            var sequence = new TrainingSequence(row.InstanceId, row.TokenIds, row.LossMask);
            sequences.Add(excluded.Contains(row.InstanceId) ? sequence.Withheld() : sequence);
            if (row.EndOfAnswer is { } end)
            {
                endTokens.Add(end);
            }
        }

        try
        {
            var (steps, checkpoints) = Train(sequences, inputs[Model].Folder!, endTokens, output, context, cancellation);
            if (checkpoints[^1] is { TrainingLoss: { } loss } final)
            {
                context.Log.Information(
                    "Training loss of the final weights {Loss:F4} over {Rows} training rows at most, held-out loss {HeldOut}",
                    loss,
                    options.LossRows,
                    final.EvaluationLoss?.ToString("F4", CultureInfo.InvariantCulture) ?? "not measured"
                );
            }

            await output
                .WriteTableAsync(TrainingMetricRow.FileName, steps.Select(TrainingMetricRow.FromStep).ToList(), cancellation)
                .ConfigureAwait(false);
            await output
                .WriteTableAsync(
                    TrainingCheckpointRow.FileName,
                    checkpoints
                        .Select(
                            (checkpoint, index) =>
                                TrainingCheckpointRow.FromCheckpoint(checkpoint, index == checkpoints.Count - 1 ? "" : FolderOf(checkpoint))
                        )
                        .ToList(),
                    cancellation
                )
                .ConfigureAwait(false);
        }
        catch (Exception error) when (MemoryShortage.Is(error))
        {
            throw new InvalidOperationException(
                "The memory does not suffice. Lower stages.fine_tune.micro_batch_size (changes rounding only), set "
                    + "activation_checkpointing (slower, same result), lower "
                    + $"stages.tokenize.max_length, or tune with type lora. libtorch says: {error.Message.Split('\n')[0]}",
                error
            );
        }
    }

    private static string FolderOf(TrainingCheckpoint checkpoint) =>
        string.Create(CultureInfo.InvariantCulture, $"checkpoint-{checkpoint.Step:D6}");

    private TrainingResult Train(
        List<TrainingSequence> sequences,
        string folder,
        IReadOnlyCollection<int> endTokens,
        FoldOutput output,
        StageContext context,
        CancellationToken cancellation
    )
    {
        using var model = CausalLanguageModel.Load(folder, options.Precision, options.Device, cancellation);
        using var adapter = options.Method == FineTuneMethod.Lora ? LoraAdapter.Create(model, Shape(), options.Seed) : null;
        var trainer = new Trainer(
            model,
            adapter,
            Settings(sequences.Max(sequence => sequence.TokenIds.Length)),
            new TrainingFolder(output.State)
        );
        var result = trainer.Run(sequences, new TrainingProgress(context, output), cancellation);
        Save(output.Folder, folder, model, adapter, endTokens);
        foreach (var checkpoint in result.Checkpoints.SkipLast(1))
        {
            trainer.Restore(checkpoint);
            Save(Directory.CreateDirectory(output.PathOf(FolderOf(checkpoint))).FullName, folder, model, adapter, endTokens);
        }

        return result;
    }

    private static void Save(
        string target,
        string source,
        CausalLanguageModel model,
        LoraAdapter? adapter,
        IReadOnlyCollection<int> endTokens
    )
    {
        if (adapter is null)
        {
            CheckpointWriter.SaveLike(target, model, source, torch.ScalarType.Float32, endTokens);
        }
        else
        {
            AdapterFile.Save(target, adapter, model);
        }
    }

    private LoraShape Shape() =>
        new(options.Rank, options.Alpha, options.Targets)
        {
            Dropout = options.Dropout,
            RankStabilized = options.UseRslora,
            RankPattern = options.RankPattern,
            AlphaPattern = options.AlphaPattern,
        };

    private TrainingSettings Settings(int longest) =>
        new()
        {
            Epochs = options.Epochs,
            MaximumSteps = options.MaxSteps,
            BatchSize = options.BatchSize,
            MicroBatchSize = options.MicroBatchSize,
            Recompute = options.ActivationCheckpointing,
            PackedLength = options.Packing ? longest : 0,
            LearningRate = options.LearningRate,
            Schedule = options.Schedule,
            WarmupRatio = options.WarmupRatio,
            WarmupSteps = options.WarmupSteps,
            MaximumGradientNorm = options.MaxGradientNorm,
            AdamW = new AdamWSettings
            {
                Beta1 = options.AdamBeta1,
                Beta2 = options.AdamBeta2,
                Epsilon = options.AdamEpsilon,
                WeightDecay = options.WeightDecay,
                DecayVectors = options.DecayNormsAndBiases,
            },
            NoiseAlpha = options.NeftuneAlpha,
            Seed = options.Seed,
            HeldOutShare = options.EvaluationShare,
            EvaluateEverySteps = options.EvaluateEverySteps,
            Patience = options.EarlyStoppingPatience,
            MeasuredSequences = options.LossRows,
            Checkpoints = options.Checkpoints,
            SaveEverySteps = options.SaveEverySteps,
        };
}
