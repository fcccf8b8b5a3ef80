using CsCheck;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Mark;
using Pipeline.Stages.Attribution.WrongSpans;

namespace Pipeline.Tests.Stages.Attribution.WrongSpans;

/// <summary>What windows of unmarked words hold, whatever is marked.</summary>
public sealed class UnmarkedWindowsTests
{
    private static readonly Gen<string> _texts = Gen.OneOf("red ", "moon ", "the ", "of ", "Kel. ", "Old ", "海を見る。", "- ", "\n")
        .Array[1, 30]
        .Select(string.Concat);

    [Fact]
    public void A_window_has_as_many_words_one_after_the_other_none_of_them_marked() =>
        (
            from text in _texts
            from marks in (
                from start in Gen.Int[0, text.Length - 1]
                from end in Gen.Int[start + 1, text.Length]
                select new MarkedSpanRow { Start = start, Length = end - start }
            ).Array[1, 4]
            select (text, marks)
        ).Sample(entry =>
        {
            var (words, answer) = (Words.Split(entry.text), new GenerationRow { InstanceId = "p", Text = entry.text });
            var windows = new UnmarkedWindows(answer, words, entry.marks, seed: 0);
            foreach (var mark in entry.marks)
            {
                if (windows.Draw(mark) is not { } window)
                {
                    continue;
                }

                var touched = Touched(words, mark);
                Assert.Equal(touched.Count, window.Count);
                Assert.Equal(words.SkipWhile(word => word != window[0]).Take(window.Count), window);
                Assert.Empty(window.Intersect(entry.marks.SelectMany(other => Touched(words, other))));
                Assert.True(!touched.Exists(IsContent) || window.Any(IsContent));
                Assert.True(!AreInOneSentence(entry.text, touched) || AreInOneSentence(entry.text, window));
                Assert.Equal(window, windows.Draw(mark));
            }
        });

    private static List<Word> Touched(IReadOnlyList<Word> words, MarkedSpanRow mark) =>
        [.. words.Where(word => word.Start < mark.Start + mark.Length && word.End > mark.Start)];

    private static bool IsContent(Word word) => !StopWords.Contains(word.Key);

    private static bool AreInOneSentence(string text, IReadOnlyList<Word> words) =>
        SentenceWords.Split(text).Any(sentence => words.All(sentence.Contains));
}
