using System.Globalization;
using Pipeline.Engine;
using Pipeline.Stages.Attribution.Mark;

namespace Pipeline.Stages.Attribution.IngestMarks;

/// <summary>
/// Makes one row of the marks of a span: what most annotators say; unclear where as many say something else. Annotators mark the same span
/// where start and end are the same; one annotator's marks of an answer may not overlap.
/// </summary>
internal sealed class MarkAgreement
{
    private int _spans;
    private int _conflicts;
    private string _firstConflict = "";

    /// <summary>What was found, in words: how many spans, and on how many of them annotators do not agree.</summary>
    public string Description =>
        string.Create(CultureInfo.InvariantCulture, $"{_spans:N0} spans")
        + (
            _conflicts == 0
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $", on {_conflicts:N0} of them annotators disagree: {_firstConflict}")
        );

    /// <summary>The rows of one answer's marks, in the order of the text.</summary>
    /// <param name="marks">All marks of that answer.</param>
    /// <exception cref="InputException">Marks of one annotator overlap.</exception>
    public IEnumerable<MarkedSpanRow> Combine(IReadOnlyList<PlacedMark> marks)
    {
        foreach (var own in marks.GroupBy(mark => mark.Record.Annotator, StringComparer.Ordinal))
        {
            RequireApart([.. own.OrderBy(mark => mark.Start).ThenBy(mark => mark.Record.RowNumber)]);
        }

        return marks.GroupBy(mark => (mark.Start, mark.Length)).OrderBy(span => span.Key).Select(span => Judge([.. span]));
    }

    private static void RequireApart(IReadOnlyList<PlacedMark> ordered)
    {
        for (var i = 1; i < ordered.Count; i++)
        {
            var (before, mark) = (ordered[i - 1], ordered[i]);
            if (mark.Start < before.End)
            {
                var (first, second) = before.Record.RowNumber < mark.Record.RowNumber ? (before, mark) : (mark, before);
                throw second.Record.Refuse(
                    $"{DescribeAnnotator(second.Record)} marks {Describe(second)} in the answer of {second.Answer.Model}, and in row "
                        + $"{first.Record.RowNumber} {Describe(first)}; marks of one annotator may not overlap."
                );
            }
        }
    }

    private static string DescribeAnnotator(MarkRecord mark) =>
        mark.Annotator.Length > 0 ? $"annotator '{mark.Annotator}'" : "an annotator without a name";

    private static string Describe(PlacedMark mark) => $"'{mark.Text}' ({mark.Start} to {mark.End}) as {mark.Record.Label.Spell()}";

    private MarkedSpanRow Judge(IReadOnlyList<PlacedMark> marks)
    {
        var (first, counts) = (marks[0], CountMost(marks.Select(mark => mark.Record.Label)));
        _spans++;
        if (counts.Count > 1)
        {
            _conflicts++;
            _firstConflict = _conflicts == 1 ? DescribeConflict(marks) : _firstConflict;
        }

        return new MarkedSpanRow
        {
            InstanceId = first.Answer.InstanceId,
            Sample = first.Answer.Sample,
            Model = first.Answer.Model,
            Start = first.Start,
            Length = first.Length,
            Text = first.Text,
            Label = counts.Count > 1 && counts[0].Count == counts[1].Count ? MarkLabel.Unclear : counts[0].Value,
            Annotators = marks.Count,
            Agreeing = counts[0].Count,
            RightText = CountMost(marks.Select(mark => mark.Record.RightText).Where(text => text.Length > 0)).FirstOrDefault().Value ?? "",
            Origin = MarkOrigin.File,
        };
    }

    private static string DescribeConflict(IReadOnlyList<PlacedMark> marks) =>
        $"'{marks[0].Text}' is "
        + string.Join(", ", marks.Select(mark => $"{mark.Record.Label.Spell()} in row {mark.Record.RowNumber}"))
        + ", for one";

    /// <summary>Values with how often each is there, the most frequent first, of equals the one that comes first.</summary>
    private static List<(T Value, int Count)> CountMost<T>(IEnumerable<T> values)
        where T : notnull =>
        [.. values.GroupBy(value => value).Select(group => (group.Key, group.Count())).OrderByDescending(entry => entry.Item2)];
}
