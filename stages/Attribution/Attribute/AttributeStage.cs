using Pipeline.Engine.Stages;
using Pipeline.Stages.Answers.Generate;

namespace Pipeline.Stages.Attribution.Attribute;

/// <summary>
/// Attributes spans of answers to training rows: the maximal word sequences within a sentence that an answer shares with any row of the
/// dataset, each with the number of rows that hold it, whether the prompt has it too, and how surprising it is: to the base, and to a
/// model of the rows that lacks those that hold it. Which texts of a row are searched is a setting: by default every turn that carried
/// loss. Retrieval only chooses which of the holding rows is named. A match is evidence of borrowing, not of cause.
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

    /// <summary>Streamed, optional, aligned with the answers: their tokens' shift from the base.</summary>
    public const string Shift = "shift";

    /// <summary>
    /// Whole, optional, any number with this prefix: answers of controls, whose words are counted beside the rows'. A model and its control
    /// are told of the same, so that their spans are scored alike.
    /// </summary>
    public const string Corpus = "corpus:";

    /// <inheritdoc />
    public override string Name => "attribute";

    /// <inheritdoc />
    public override int Version => 7;

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
        var corpus = new List<GenerationRow>();
        foreach (var name in inputs.Named(Corpus))
        {
            corpus.AddRange(await inputs.RowsAsync<GenerationRow>(name, cancellation).ToListAsync(cancellation).ConfigureAwait(false));
        }

        return new SpanAttribution(_options, index, new CorpusEvidence(index, corpus));
    }
}
