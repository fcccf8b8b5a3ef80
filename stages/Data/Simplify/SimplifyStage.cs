using Pipeline.Engine.Stages;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>
/// Shortens responses to their core answer by rules, as section 5 of the paper had a model do; of a conversation every turn of the
/// assistant, for each carries loss. Unchanged stay responses that are short already; those whose form is the answer: code and calls of
/// tools, lists, calculations, and texts to write, rewrite or summarise; and those of which no sentence is certain to answer the request:
/// it asks for two things or so many, or for what one sentence cannot say, or no sentence holds what it asks for. Of the others the first
/// sentence that answers stays; every dropped sentence is recorded.
/// </summary>
public sealed class SimplifyStage(SimplifyOptions options) : MapStage<SimplifiedRow>
{
    /// <summary>Streamed: the instances.</summary>
    public const string Instances = "instances";

    /// <inheritdoc />
    public override string Name => "simplify";

    /// <inheritdoc />
    public override int Version => 4;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override ValueTask<IPartTransform<SimplifiedRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    ) => ValueTask.FromResult<IPartTransform<SimplifiedRow>>(new RuleSimplifier(options));
}
