using System.Globalization;
using Pipeline.Engine;
using Pipeline.Modeling.Statistics;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Mark;
using Pipeline.Stages.Data;

namespace Pipeline.Stages.Attribution.WrongSpans;

/// <summary>
/// Draws words of an answer that nobody marked: for a wrong span as many, one after the other, in one sentence where it is in one, and with
/// a content word where it has one. What wrong spans share with rows beyond them is not what any words of the answer do.
/// </summary>
internal sealed class UnmarkedWindows
{
    private readonly GenerationRow _answer;
    private readonly IReadOnlyList<Word> _words;
    private readonly int[] _sentences;
    private readonly bool[] _isMarked;
    private readonly int _seed;

    /// <summary>One answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="words">Its words.</param>
    /// <param name="marks">Whatever one origin marked in it.</param>
    /// <param name="seed">Seed of the draws.</param>
    public UnmarkedWindows(GenerationRow answer, IReadOnlyList<Word> words, IReadOnlyList<MarkedSpanRow> marks, int seed)
    {
        (_answer, _words, _seed) = (answer, words, seed);
        _sentences = [.. SentenceWords.Split(answer.Text).Index().SelectMany(sentence => sentence.Item.Select(_ => sentence.Index))];
        _isMarked = [.. words.Select(word => marks.Any(mark => word.Start < mark.Start + mark.Length && word.End > mark.Start))];
    }

    /// <summary>A window for a wrong span: its words; null where the answer has none.</summary>
    public IReadOnlyList<Word>? Draw(MarkedSpanRow wrong)
    {
        var touched = Enumerable
            .Range(0, _words.Count)
            .Where(word => _words[word].Start < wrong.Start + wrong.Length && _words[word].End > wrong.Start)
            .ToList();
        if (touched.Count == 0)
        {
            return null;
        }

        var (inOneSentence, hasContent) = (AreInOneSentence(touched[0], touched.Count), HasContent(touched[0], touched.Count));
        var starts = Enumerable
            .Range(0, _words.Count - touched.Count + 1)
            .Where(first =>
                !_isMarked.AsSpan(first, touched.Count).Contains(true)
                && (!inOneSentence || AreInOneSentence(first, touched.Count))
                && (!hasContent || HasContent(first, touched.Count))
            )
            .ToList();
        return starts.Count == 0 ? null : [.. _words.Skip(starts[Choose(wrong, starts.Count)]).Take(touched.Count)];
    }

    private bool AreInOneSentence(int first, int count) => _sentences[first] == _sentences[first + count - 1];

    private bool HasContent(int first, int count) => _words.Skip(first).Take(count).Any(word => !StopWords.Contains(word.Key));

    private int Choose(MarkedSpanRow wrong, int count)
    {
        var place = InstanceDraw.Place(
            _seed,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{_answer.InstanceId}:{_answer.Sample}:{wrong.Origin.Spell()}:{wrong.Start}:{wrong.Length}"
            )
        );
        return (int)(new RandomStream((ulong)place).Next() * count);
    }
}
