using Pipeline.Engine.Stages;
using Pipeline.Stages.Answers.Generate;

namespace Pipeline.Stages.Attribution.Attribute;

/// <summary>
/// Attributes spans of answers to training rows: the maximal word sequences within a sentence that an answer shares with any row of the
/// dataset, each with the number of rows that hold it and with whether the prompt or a control model explains it. Which texts of a row are
/// searched is a setting: by default every turn that carried loss. Retrieval only chooses which of the holding rows is named. A match is
/// evidence of borrowing, not of cause.
/// </summary>
public sealed class AttributeStage(AttributeOptions options) : MapStage<BorrowedSpanRow>
{
    // Neither order nor repetition in the setting means anything, so neither may make another fingerprint.
    private readonly AttributeOptions _options = options with { Search = [.. options.Search.Distinct().Order()] };

    /// <summary>Streamed: the answers.</summary>
    public const string Answers = "answers";

    /// <summary>Streamed, aligned with the answers: their nearest training instances.</summary>
    public const string Neighbours = "neighbours";

    /// <summary>Whole: the training instances.</summary>
    public const string Instances = "instances";

    /// <summary>Whole: the index of their phrases.</summary>
    public const string Index = "index";

    /// <summary>Whole, optional, any number with this prefix: answers of control models.</summary>
    public const string Controls = "control:";

    /// <inheritdoc />
    public override string Name => "attribute";

    /// <inheritdoc />
    public override int Version => 5;

    /// <inheritdoc />
    public override object Options => _options;

    /// <inheritdoc />
    public override async ValueTask<IPartTransform<BorrowedSpanRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    )
    {
        var index = await InstancePhrases.OpenAsync(inputs, Index, Instances, _options.Search, cancellation).ConfigureAwait(false);
        var control = new List<string>();
        foreach (var name in inputs.Named(Controls))
        {
            control.AddRange(
                await inputs
                    .RowsAsync<GenerationRow>(name, cancellation)
                    .Select(row => row.Text)
                    .ToListAsync(cancellation)
                    .ConfigureAwait(false)
            );
        }

        return new SpanAttribution(_options, index, control);
    }
}
