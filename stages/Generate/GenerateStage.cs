using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization;

namespace Pipeline.Stages.Generate;

/// <summary>Lets a model answer prompts, greedily, in batches. An adapter is applied without merging it.</summary>
public sealed class GenerateStage(GenerateOptions options) : MapStage<GenerationRow>
{
    /// <summary>Streamed: the prompts.</summary>
    public const string Prompts = "prompts";

    /// <summary>Whole: the base model's folder.</summary>
    public const string Model = "model";

    /// <summary>Whole, optional: what fine-tuning made; without it the base model answers.</summary>
    public const string Tuned = "tuned";

    /// <inheritdoc />
    public override string Name => "generate";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override ResourceSlot Slot => ResourceSlot.Device;

    /// <inheritdoc />
    public override ValueTask<IPartTransform<GenerationRow>> OpenAsync(StageInputs inputs, StageContext context, CancellationToken cancellation)
    {
        try
        {
            var folder = inputs[Model].Folder!;
            var model = CausalLanguageModel.Load(folder, options.Precision, options.Device);
            var tuned = inputs.Has(Tuned) ? TunedModel.Load(inputs[Tuned].Folder!, model) : TunedModel.Untuned(model);
            var identity = inputs.Has(Tuned) ? $"{inputs[Model].Digest} {inputs[Tuned].Digest}" : inputs[Model].Digest;
            return ValueTask.FromResult<IPartTransform<GenerationRow>>(
                new AnswerWriter(options, model, tuned, TokenizerFile.Load(folder), identity));
        }
        catch (InvalidDataException error)
        {
            throw new InputException(error.Message, error);
        }
    }
}
