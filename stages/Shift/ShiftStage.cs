using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization;

namespace Pipeline.Stages.Shift;

/// <summary>
/// Measures, for every token of every answer, how far the tuned model's next-token distribution moved from the base model's: both read the
/// same token ids, and the full vocabulary is compared (section 3 of the paper, without its truncation).
/// </summary>
public sealed class ShiftStage(ShiftOptions options) : MapStage<TokenShiftRow>
{
    /// <summary>Streamed: the answers.</summary>
    public const string Answers = "answers";

    /// <summary>Whole: the base model's folder.</summary>
    public const string Model = "model";

    /// <summary>Whole: what fine-tuning made.</summary>
    public const string Tuned = "tuned";

    /// <inheritdoc />
    public override string Name => "shift";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override ResourceSlot Slot => ResourceSlot.Device;

    /// <inheritdoc />
    public override ValueTask<IPartTransform<TokenShiftRow>> OpenAsync(StageInputs inputs, StageContext context, CancellationToken cancellation)
    {
        try
        {
            var folder = inputs[Model].Folder!;
            var model = CausalLanguageModel.Load(folder);
            return ValueTask.FromResult<IPartTransform<TokenShiftRow>>(
                new ShiftMeasurement(options, model, TunedModel.Load(inputs[Tuned].Folder!, model), TokenizerFile.Load(folder)));
        }
        catch (InvalidDataException error)
        {
            throw new InputException(error.Message, error);
        }
    }
}
