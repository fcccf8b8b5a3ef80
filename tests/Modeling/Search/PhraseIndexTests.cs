using CsCheck;
using Pipeline.Modeling.Search;
using Pipeline.Modeling.Text;

namespace Pipeline.Tests.Modeling.Search;

public sealed class PhraseIndexTests
{
    private static readonly Gen<int[]> _text = Gen.Int[-1, 3].Array[0, 14];

    [Fact]
    public void The_longest_phrase_that_begins_no_word_earlier_is_the_one_that_comparing_everything_finds() =>
        Gen.Select(_text.Array[0, 6], _text, Gen.Int[1, 4])
            .Sample(
                (texts, words, anchor) =>
                {
                    var index = new PhraseIndex(texts, anchor);
                    var ranks = Enumerable
                        .Range(0, texts.Length)
                        .Where(text => text % 3 != 2)
                        .ToDictionary(text => text, text => 7 * (texts.Length - text));
                    for (var start = 0; start < words.Length; start++)
                    {
                        var all =
                            from text in ranks.Keys
                            from word in Enumerable.Range(0, texts[text].Length)
                            where start == 0 || word == 0 || Common(words, start - 1, texts[text], word - 1) == 0
                            let length = Common(words, start, texts[text], word)
                            where length >= anchor
                            orderby length descending, ranks[text], word
                            select new PhraseMatch(text, word, length);

                        Assert.Equal(all.Select(match => (PhraseMatch?)match).FirstOrDefault(), index.Longest(words, start, ranks));
                    }
                },
                iter: 3000,
                threads: 1
            );

    [Fact]
    public void Texts_that_hold_a_phrase_are_counted_once_each() =>
        Gen.Select(_text.Array[0, 6], Gen.Int[0, 3].Array[1, 5], Gen.Int[1, 3])
            .Sample(
                (texts, phrase, anchor) =>
                {
                    var holding = texts.Count(text => text.AsSpan().IndexOf(phrase) >= 0);

                    Assert.Equal(phrase.Length < anchor ? 0 : holding, new PhraseIndex(texts, anchor).CountTexts(phrase));
                },
                iter: 3000,
                threads: 1
            );

    [Fact]
    public void Words_that_were_never_numbered_equal_nothing()
    {
        var vocabulary = new WordVocabulary();
        var known = vocabulary.Add(Words.Split("The cat, the CAT."));

        Assert.Equal([0, 1, 0, 1], known);
        Assert.Equal([1, WordVocabulary.Unknown, 0], vocabulary.Find(Words.Split("cat dog The")));
        Assert.Equal(
            0,
            new PhraseIndex(
                [
                    [-1, -1, -1],
                ],
                1
            ).CountTexts([-1])
        );
    }

    private static int Common(int[] left, int leftStart, int[] right, int rightStart)
    {
        var length = 0;
        while (
            leftStart + length < left.Length
            && rightStart + length < right.Length
            && left[leftStart + length] == right[rightStart + length]
            && left[leftStart + length] >= 0
        )
        {
            length++;
        }

        return length;
    }
}
