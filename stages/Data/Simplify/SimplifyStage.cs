using Pipeline.Engine.Stages;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>
/// Shortens responses to their core answer by rules, as section 5 of the paper had a model do; of a conversation every turn of the
/// assistant, for each carries loss. Unchanged stay responses that are short already, and those whose form is the answer: code and calls of
/// tools, lists, calculations, and texts to write, rewrite or summarise. Of the others the first sentences stay, less courtesies and
/// announcements before them; every dropped sentence is recorded.
/// </summary>
public sealed class SimplifyStage(SimplifyOptions options) : MapStage<SimplifiedRow>
{
    /// <summary>Streamed: the instances.</summary>
    public const string Instances = "instances";

    /// <inheritdoc />
    public override string Name => "simplify";

    /// <inheritdoc />
    public override int Version => 3;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override ValueTask<IPartTransform<SimplifiedRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    ) => ValueTask.FromResult<IPartTransform<SimplifiedRow>>(new RuleSimplifier(options));
}
