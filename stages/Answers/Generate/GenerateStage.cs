using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Decoding;

namespace Pipeline.Stages.Answers.Generate;

/// <summary>Lets a model answer prompts in batches that are refilled as answers end. An adapter is applied without merging it, and shares
/// the base's weights.</summary>
public sealed class GenerateStage(GenerateOptions options) : MapStage<GenerationRow>
{
    /// <summary>Streamed: the prompts.</summary>
    public const string Prompts = "prompts";

    /// <summary>Whole: the base model's folder.</summary>
    public const string Model = "model";

    /// <summary>Whole, optional: what fine-tuning made, an adapter for the base model or any checkpoint with its vocabulary; without it the
    /// base model answers.</summary>
    public const string Tuned = "tuned";

    /// <inheritdoc />
    public override string Name => "generate";

    /// <inheritdoc />
    public override int Version => 4;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override ResourceSlot Slot => ResourceSlot.Device;

    /// <inheritdoc />
    public override ValueTask<IPartTransform<GenerationRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    )
    {
        if (options.Samples > 1 && options.Temperature == 0)
        {
            throw new InputException(
                $"stages.generate: samples is {options.Samples}, but with temperature 0 all answers to a prompt are the same; give "
                    + "a temperature."
            );
        }

        var tuned = inputs.Find(Tuned);
        var tokenizer = TunedTokenizer.Load(inputs[Model].Folder!, tuned?.Folder);
        var model = InferenceModels.Load(inputs[Model], tuned, options.Precision, options.Device, cancellation);
        try
        {
            var digest = $"v{Version} {inputs[Model].Digest}{(tuned is null ? "" : " " + tuned.Digest)}";
            return ValueTask.FromResult<IPartTransform<GenerationRow>>(new AnswerWriter(options, model, tokenizer, digest));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
