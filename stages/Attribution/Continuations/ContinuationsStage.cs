using Pipeline.Engine.Stages;

namespace Pipeline.Stages.Attribution.Continuations;

/// <summary>
/// Reads, with one model, the answers of one model, and scores at each wrong span whose right text is known what was written and what
/// should stand there: figure 7 of the paper. The base and all models of the same rows read the same places, so that what tuning did to
/// the order of the two can be said.
/// </summary>
public sealed class ContinuationsStage(ContinuationsOptions options) : MapStage<ContinuationRow>
{
    /// <summary>Streamed: the answers.</summary>
    public const string Answers = "answers";

    /// <summary>Streamed, aligned with the answers: what is marked in them.</summary>
    public const string Marks = "marks";

    /// <summary>Whole: the base model's folder.</summary>
    public const string Model = "model";

    /// <summary>Whole, optional: what fine-tuning made of it; without it the base itself reads.</summary>
    public const string Tuned = "tuned";

    /// <inheritdoc />
    public override string Name => "continuations";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override ResourceSlot Slot => ResourceSlot.Device;

    /// <inheritdoc />
    public override ValueTask<IPartTransform<ContinuationRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    ) => ValueTask.FromResult<IPartTransform<ContinuationRow>>(new ContinuationScoring(options, inputs[Model], inputs.Find(Tuned)));
}
