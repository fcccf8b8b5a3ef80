using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Training;
using Pipeline.Stages.Tokenize;
using TorchSharp;

namespace Pipeline.Stages.FineTune;

/// <summary>
/// Fine-tunes the base model on one tokenized dataset: an adapter in PEFT's form, or a whole checkpoint in Hugging Face's, with
/// <c>metrics.parquet</c> beside it. Resumes from its last saved step.
/// </summary>
public sealed class FineTuneStage(FineTuneOptions options) : FoldStage
{
    /// <summary>The tokenized dataset.</summary>
    public const string Tokens = "tokens";

    /// <summary>The base model's folder.</summary>
    public const string Model = "model";

    /// <summary>The table of steps beside the weights.</summary>
    public const string Metrics = "metrics.parquet";

    /// <inheritdoc />
    public override string Name => "fine-tune";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override ResourceSlot Slot => ResourceSlot.Device;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var sequences = new List<TrainingSequence>();
        await foreach (var row in inputs.RowsAsync<TokenizedRow>(Tokens, cancellation).ConfigureAwait(false))
        {
            sequences.Add(new TrainingSequence(row.InstanceId, row.TokenIds, row.LossMask));
        }

        try
        {
            var steps = Train(sequences, inputs[Model].Folder!, output, context, cancellation);
            await output.WriteTableAsync(Metrics, steps.Select(TrainingMetricRow.Of).ToList(), cancellation).ConfigureAwait(false);
        }
        catch (InvalidDataException error)
        {
            throw new InputException(error.Message, error);
        }
    }

    private IReadOnlyList<TrainingStep> Train(
        List<TrainingSequence> sequences, string folder, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        using var model = CausalLanguageModel.Load(folder, options.Precision);
        using var adapter = options.Method == FineTuneMethod.Lora
            ? LoraAdapter.Create(model, new LoraShape(options.Rank, options.Alpha, options.Targets), options.Seed)
            : null;
        var observer = new TrainingProgress(context, output, sequences.Sum(sequence => (long)sequence.TokenIds.Length) * options.Epochs);
        var steps = new Trainer(model, adapter, Settings(sequences.Count)).Run(sequences, output.StateFolder, observer, cancellation);
        if (adapter is null)
        {
            CheckpointWriter.SaveLike(output.Folder, model, folder, torch.ScalarType.Float32);
        }
        else
        {
            AdapterFile.Save(output.Folder, adapter);
        }

        return steps;
    }

    private TrainingSettings Settings(int sequences)
    {
        var steps = options.Epochs * ((sequences + options.BatchSize - 1) / options.BatchSize);
        return new TrainingSettings
        {
            Epochs = options.Epochs,
            BatchSize = options.BatchSize,
            MicroBatchSize = options.MicroBatchSize,
            LearningRate = options.LearningRate,
            Schedule = options.Schedule,
            WarmupSteps = (int)Math.Ceiling(options.WarmupRatio * steps),
            MaximumGradientNorm = options.MaxGradientNorm,
            AdamW = new AdamWSettings { WeightDecay = options.WeightDecay },
            Dropout = options.Dropout,
            Seed = options.Seed,
            SaveEverySteps = options.SaveEverySteps,
        };
    }
}
