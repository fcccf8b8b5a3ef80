using Pipeline.Engine.Stages;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Training;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.Tuning.FineTune;
using TorchSharp;

namespace Pipeline.Stages.Tuning.Pretrain;

/// <summary>
/// Makes a base model from nothing: a byte-level vocabulary, packed tokens and a small Llama-shaped decoder, written as a Hugging Face
/// folder in bfloat16. Resumes from its last saved step.
/// </summary>
public sealed class PretrainStage(PretrainOptions options) : FoldStage
{
    /// <summary>Tables of instances, any number with this prefix.</summary>
    public const string Texts = "texts";

    /// <inheritdoc />
    public override string Name => "pretrain";

    /// <inheritdoc />
    public override int Version => 2;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override ResourceSlot Slot => ResourceSlot.Device;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var (configuration, pattern) = (options.ToConfiguration(), new RunningText(options.Text));
        var texts = new List<string>();
        foreach (var name in inputs.Named(Texts))
        {
            texts.AddRange(
                await inputs
                    .RowsAsync<InstanceRow>(name, cancellation)
                    .Select(pattern.Write)
                    .ToListAsync(cancellation)
                    .ConfigureAwait(false)
            );
        }

        BaseModelFolder.Prepare(output.Folder, configuration, texts);
        var sequences = await PackedSequences
            .OfAsync(
                TokenizerFile.Load(output.Folder),
                texts,
                BaseModelFolder.EndOfTextId,
                options.ContextLength,
                context.CpuWorkers,
                cancellation
            )
            .ConfigureAwait(false);
        context.Log.Information(
            "{Texts} texts, {Sequences} sequences of {Length} tokens",
            texts.Count,
            sequences.Count,
            options.ContextLength
        );

        var steps = Train(configuration, sequences, output, context, cancellation);
        await output
            .WriteTableAsync(TrainingMetricRow.FileName, steps.Select(TrainingMetricRow.FromStep).ToList(), cancellation)
            .ConfigureAwait(false);
    }

    private IReadOnlyList<TrainingStep> Train(
        ModelConfiguration configuration,
        IReadOnlyList<TrainingSequence> sequences,
        FoldOutput output,
        StageContext context,
        CancellationToken cancellation
    )
    {
        using var model = CausalLanguageModel.Create(configuration, options.Seed, Precision.Mixed, options.Device);
        var observer = new TrainingProgress(context, output);
        var settings = new TrainingSettings
        {
            Epochs = options.Epochs,
            BatchSize = options.BatchSize,
            LearningRate = options.LearningRate,
            FinalShare = 0.05,
            WarmupSteps = options.WarmupSteps,
            AdamW = new AdamWSettings { Beta2 = 0.98, WeightDecay = options.WeightDecay },
            Seed = options.Seed,
            HeldOutShare = options.HeldOutShare,
            SaveEverySteps = options.SaveEverySteps,
        };
        var steps = new Trainer(model, null, settings, new TrainingFolder(output.State)).Run(sequences, observer, cancellation).Steps;
        CheckpointWriter.SaveWeights(output.Folder, model, torch.ScalarType.BFloat16);
        return steps;
    }
}
