using Pipeline.Modeling.Text;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Mark;

namespace Pipeline.Stages.Attribution.WrongSpans;

/// <summary>Joins the marks of a model's answers with its judged spans.</summary>
/// <param name="answers">The answers.</param>
/// <param name="spans">Their judged spans.</param>
/// <param name="marks">What is marked in them.</param>
/// <param name="seed">Seed of the windows.</param>
internal sealed class MarkedAnswers(
    IReadOnlyList<GenerationRow> answers,
    IReadOnlyList<BorrowedSpanRow> spans,
    IReadOnlyList<MarkedSpanRow> marks,
    int seed
)
{
    /// <summary>A row for each marked span and for each window that could be drawn, answer by answer.</summary>
    public IReadOnlyList<WrongSpanRow> Join()
    {
        var judged = spans.ToLookup(span => (span.InstanceId, span.Sample));
        var marked = marks.ToLookup(mark => (mark.InstanceId, mark.Sample));
        return answers
            .SelectMany(answer =>
                Join(answer, [.. judged[(answer.InstanceId, answer.Sample)]], [.. marked[(answer.InstanceId, answer.Sample)]])
            )
            .ToList();
    }

    private IEnumerable<WrongSpanRow> Join(GenerationRow answer, List<BorrowedSpanRow> judged, List<MarkedSpanRow> marked)
    {
        if (marked.Count == 0)
        {
            yield break;
        }

        var sources = new AnswerSources(Words.Split(answer.Text), judged);
        foreach (var origin in marked.GroupBy(mark => mark.Origin))
        {
            var windows = new UnmarkedWindows(answer, sources.Words, [.. origin], seed);
            foreach (var mark in origin)
            {
                yield return Row(
                    answer,
                    sources,
                    origin.Key,
                    GroupOf(mark),
                    mark.Start,
                    mark.Start + mark.Length,
                    mark.Agreeing < mark.Annotators
                );
                if (mark.Label == MarkLabel.Wrong && windows.Draw(mark) is { } window)
                {
                    yield return Row(answer, sources, origin.Key, SpanGroup.Unmarked, window[0].Start, window[^1].End, isDisputed: false);
                }
            }
        }
    }

    private static SpanGroup GroupOf(MarkedSpanRow mark) =>
        mark.Label switch
        {
            MarkLabel.Wrong => SpanGroup.Wrong,
            MarkLabel.Right => SpanGroup.Right,
            _ => SpanGroup.Unclear,
        };

    private static WrongSpanRow Row(
        GenerationRow answer,
        AnswerSources sources,
        MarkOrigin origin,
        SpanGroup group,
        int start,
        int end,
        bool isDisputed
    )
    {
        var words = sources.FindWords(start, end);
        var (source, contamination) = (sources.FindSource(words, isContamination: false), sources.FindSource(words, isContamination: true));
        return new WrongSpanRow
        {
            InstanceId = answer.InstanceId,
            Sample = answer.Sample,
            Model = answer.Model,
            Origin = origin,
            Group = group,
            Start = start,
            Length = end - start,
            Text = answer.Text[start..end],
            Words = words.Count,
            Disputed = isDisputed,
            Level = source?.Level ?? 0,
            SourceInstanceId = source?.SourceInstanceId ?? "",
            ContaminatedLevel = contamination?.Level ?? 0,
            ContaminatedBy = contamination?.ContaminatedBy ?? "",
        };
    }
}
