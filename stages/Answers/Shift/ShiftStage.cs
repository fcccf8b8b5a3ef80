using Pipeline.Engine.Stages;

namespace Pipeline.Stages.Answers.Shift;

/// <summary>
/// Measures, for every token of every answer, how far the tuned model's next-token distribution moved from the base model's: both read the
/// same answer ids, and the full vocabulary is compared (section 3 of the paper, without its truncation), with the truncated figures beside
/// it.
/// </summary>
public sealed class ShiftStage(ShiftOptions options) : MapStage<TokenShiftRow>
{
    /// <summary>Streamed: the answers.</summary>
    public const string Answers = "answers";

    /// <summary>Whole: the base model's folder.</summary>
    public const string Model = "model";

    /// <summary>Whole, optional: another tuned model that stands on the base's side, such as LFT where LFT and SFT are compared.</summary>
    public const string Reference = "reference";

    /// <summary>
    /// Whole, optional: what wrote the answers: an adapter for the base model, or any checkpoint with its vocabulary. Without it the base
    /// model itself wrote them, and what its rows show is what another prompt alone changes.
    /// </summary>
    public const string Tuned = "tuned";

    /// <inheritdoc />
    public override string Name => "shift";

    /// <inheritdoc />
    public override int Version => 8;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override ResourceSlot Slot => ResourceSlot.Device;

    /// <inheritdoc />
    public override ValueTask<IPartTransform<TokenShiftRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    )
    {
        var models = ComparedModels.Load(
            inputs[Model],
            inputs.Find(Reference),
            inputs.Find(Tuned),
            options,
            context.CpuWorkers,
            cancellation
        );
        try
        {
            return ValueTask.FromResult<IPartTransform<TokenShiftRow>>(new ShiftMeasurement(options, models));
        }
        catch
        {
            models.Dispose();
            throw;
        }
    }
}
