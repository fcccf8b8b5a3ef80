using Pipeline.Engine.Stages;

namespace Pipeline.Stages.Attribution.Mark;

/// <summary>
/// The spans of one model's answers that are called wrong, right or unclear: by people or a judge in a file, by the fictional world, whose
/// facts are known, or for not standing in the reference response.
/// </summary>
public sealed class MarkStage(MarkOptions options) : MapStage<MarkedSpanRow>
{
    /// <summary>Streamed: the answers.</summary>
    public const string Answers = "answers";

    /// <summary>Streamed: the answers held against the truth of the fictional world; absent for none.</summary>
    public const string Measures = "measures";

    /// <summary>Whole: the marks of a file, of all models; absent for none.</summary>
    public const string Marks = "marks";

    /// <inheritdoc />
    public override string Name => "mark";

    /// <inheritdoc />
    public override int Version => 2;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async ValueTask<IPartTransform<MarkedSpanRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    ) =>
        new AnswerMarks(
            inputs.Has(Marks)
                ? (await inputs.RowsAsync<MarkedSpanRow>(Marks, cancellation).ToListAsync(cancellation).ConfigureAwait(false)).ToLookup(
                    mark => (mark.Model, mark.InstanceId, mark.Sample)
                )
                : Enumerable.Empty<MarkedSpanRow>().ToLookup(mark => (mark.Model, mark.InstanceId, mark.Sample)),
            options.Reference
        );
}
