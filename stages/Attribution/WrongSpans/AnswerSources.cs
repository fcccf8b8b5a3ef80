using Pipeline.Modeling.Text;
using Pipeline.Stages.Attribution.Attribute;

namespace Pipeline.Stages.Attribution.WrongSpans;

/// <summary>What a place of one answer comes from: the judged spans that hold its words.</summary>
internal sealed class AnswerSources
{
    private readonly IReadOnlyList<BorrowedSpanRow> _spans;

    /// <summary>One answer.</summary>
    /// <param name="words">Its words.</param>
    /// <param name="spans">Its judged spans; those that stand in the prompt need no row and say nothing.</param>
    public AnswerSources(IReadOnlyList<Word> words, IEnumerable<BorrowedSpanRow> spans)
    {
        Words = words;
        _spans = spans.Where(span => !span.InPrompt).ToList();
    }

    /// <summary>The answer's words.</summary>
    public IReadOnlyList<Word> Words { get; }

    /// <summary>The words that a place touches.</summary>
    /// <param name="start">0-based character (UTF-16) where it starts.</param>
    /// <param name="end">The character after its last.</param>
    public IReadOnlyList<Word> FindWords(int start, int end) => Words.Where(word => word.Start < end && word.End > start).ToList();

    /// <summary>
    /// The strongest judged span that holds more than half of a place's content words, or of its words where it has no content word: of the
    /// highest level, then with the most evidence, then the first. Null for none.
    /// </summary>
    /// <param name="touched">The words of the place.</param>
    /// <param name="isContamination">Whether to look among spans that are contamination, or among the others.</param>
    public BorrowedSpanRow? FindSource(IReadOnlyList<Word> touched, bool isContamination)
    {
        var content = touched.Where(word => !StopWords.Contains(word.Key)).ToList();
        var telling = content.Count > 0 ? content : touched;
        return _spans
            .Where(span => span.ContaminatedBy.Length > 0 == isContamination)
            .Where(span => 2 * telling.Count(word => span.Start <= word.Start && word.End <= span.Start + span.Length) > telling.Count)
            .OrderByDescending(span => span.Level)
            .ThenByDescending(span => span.Evidence)
            .ThenBy(span => span.Start)
            .FirstOrDefault();
    }
}
