using Pipeline.Engine.Stages;

namespace Pipeline.Stages.Data.Simplify;

/// <summary>
/// Shortens responses to their core answer by rules, as section 5 of the paper had a model do; of a conversation every turn of the
/// assistant, for each carries loss. Shortened are answers to narrow questions of fact alone, to a sentence that holds the kind of thing
/// that is asked for: a name, a place, a date, a number, yes or no, one of two, an example, any one benefit; and only if no other sentence
/// goes on with it, corrects it, completes it or alone speaks of what was asked. Unchanged stay responses that are short already; those
/// whose form is the answer: code and calls of tools, lists, calculations, and texts to write, rewrite or summarise; and all others: whys,
/// hows, definitions, meanings, who somebody is, descriptions, ways to do something, effects, advice, opinions, two things or so many.
/// Every dropped sentence is recorded.
/// </summary>
public sealed class SimplifyStage(SimplifyOptions options) : MapStage<SimplifiedRow>
{
    /// <summary>Streamed: the instances.</summary>
    public const string Instances = "instances";

    /// <inheritdoc />
    public override string Name => "simplify";

    /// <inheritdoc />
    public override int Version => 9;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override ValueTask<IPartTransform<SimplifiedRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    ) => ValueTask.FromResult<IPartTransform<SimplifiedRow>>(new RuleSimplifier(options));
}
