using Pipeline.Engine.Stages;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.World.Measure;

namespace Pipeline.Stages.Attribution.Mark;

/// <summary>Gathers the marks of each answer, origin by origin in the order of the text.</summary>
/// <param name="marked">The marks of a file, by answer.</param>
/// <param name="useReference">Whether answers are held against references.</param>
internal sealed class AnswerMarks(ILookup<(string Model, string InstanceId, int Sample), MarkedSpanRow> marked, bool useReference)
    : IPartTransform<MarkedSpanRow>
{
    public async ValueTask<IReadOnlyList<MarkedSpanRow>> TransformAsync(
        PartInputs inputs,
        PartContext context,
        CancellationToken cancellation
    )
    {
        var answers = await inputs.ReadAsync<GenerationRow>(MarkStage.Answers, cancellation).ConfigureAwait(false);
        var measures = inputs.Has(MarkStage.Measures)
            ? await inputs.ReadAsync<WorldMeasureRow>(MarkStage.Measures, cancellation).ConfigureAwait(false)
            : [];
        var values = measures.Where(value => value.Verdict is not null).ToLookup(value => (value.InstanceId, value.Sample));
        return answers
            .SelectMany(answer =>
                (IEnumerable<MarkedSpanRow>)
                    [
                        .. marked[(answer.Model, answer.InstanceId, answer.Sample)],
                        .. values[(answer.InstanceId, answer.Sample)].OrderBy(value => value.Start).Select(MarkValue),
                        .. useReference ? ReferenceMismatch.Find(answer) : [],
                    ]
            )
            .ToList();
    }

    /// <summary>A value that an answer about the fictional world states.</summary>
    private static MarkedSpanRow MarkValue(WorldMeasureRow value) =>
        new()
        {
            InstanceId = value.InstanceId,
            Sample = value.Sample,
            Model = value.Model,
            Start = value.Start,
            Length = value.Length,
            Text = value.Text,
            Label = value.Verdict == ValueVerdict.Right ? MarkLabel.Right : MarkLabel.Wrong,
            Annotators = 1,
            Agreeing = 1,
            RightText = value.Verdict == ValueVerdict.Wrong ? value.RightValue : "",
            Origin = MarkOrigin.World,
        };
}
