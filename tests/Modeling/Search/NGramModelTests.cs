using CsCheck;
using Pipeline.Modeling.Search;

namespace Pipeline.Tests.Modeling.Search;

/// <summary>Surprisals of phrases under counts of other texts.</summary>
public sealed class NGramModelTests
{
    private static readonly Gen<int[]> _text = Gen.Int[0, 4].Array[0, 12];

    [Fact]
    public void A_small_case_is_as_computed_by_hand()
    {
        var model = new NGramModel([new TextCounts([1, 2, 1, 2, 3])], vocabularySize: 3);
        const double K = NGramModel.Concentration;
        var one = (2 + (K / 3)) / (5 + K);
        var afterZero = (2 + (K * one)) / (2 + K);

        Assert.Equal(-Math.Log(one), model.Measure([2], 0, []), 1e-12);
        Assert.Equal(-Math.Log(afterZero), model.Measure([1, 2], 1, []), 1e-12);
        Assert.Equal(-Math.Log((1 + (K * afterZero)) / (1 + K)), model.Measure([2, 1, 2], 2, []), 1e-12);
        Assert.Equal(model.Measure([2], 0, []), model.Measure([1, -1, 2], 2, []));
        Assert.Equal(model.Measure([2], 0, []), model.Measure([1, 0, 2], 2, []));
        Assert.Equal(-Math.Log(K / 3 / (5 + K)), model.Measure([-1], 0, []), 1e-12);
    }

    [Fact]
    public void Texts_that_are_taken_out_are_as_if_they_had_never_been()
    {
        Gen.Select(_text.List[0, 5], _text.List[1, 3], Gen.Int[1, 4].Array[1, 6])
            .Sample(
                (kept, removed, phrase) =>
                {
                    var all = new NGramModel([new TextCounts([.. kept, .. removed])], 4);
                    var rest = new NGramModel([new TextCounts([.. kept])], 4);
                    Assert.Equal(
                        rest.Measure(phrase, 0, []),
                        all.Measure(phrase, 0, removed.Select(text => new ReadOnlyMemory<int>(text))),
                        1e-9
                    );
                }
            );
    }

    [Fact]
    public void Words_and_ends_share_one_probability()
    {
        Gen.Select(_text.List[0, 6], Gen.Int[1, 4].Array[0, 4])
            .Sample(
                (texts, history) =>
                {
                    var model = new NGramModel([new TextCounts([.. texts])], 4);
                    var sum = Enumerable.Range(1, 4).Sum(word => Math.Exp(-model.Measure([.. history, word], history.Length, [])));
                    Assert.InRange(sum, 1e-9, 1 + 1e-9);
                }
            );
    }

    [Fact]
    public void Counts_of_two_collections_add_up()
    {
        var together = new NGramModel([new TextCounts([1, 2, 3], [1, 2])], 3);
        var apart = new NGramModel([new TextCounts([1, 2, 3]), new TextCounts([1, 2])], 3);

        Assert.Equal(together.Measure([1, 2, 3], 0, []), apart.Measure([1, 2, 3], 0, []));
    }

    [Fact]
    public void More_cannot_be_taken_out_than_there_is() =>
        Assert.Throws<ArgumentException>(() =>
            new NGramModel([new TextCounts([1, 2])], 2).Measure([1, 2], 0, [Enumerable.Repeat(1, 2).ToArray()])
        );

    private sealed class TextCounts(params IReadOnlyList<int[]> texts) : INGramCounts
    {
        public long TotalWords => texts.Sum(text => text.Count(word => word > 0));

        public long Count(ReadOnlySpan<int> words)
        {
            var count = 0L;
            foreach (var text in texts)
            {
                for (var at = 0; at + words.Length <= text.Length; at++)
                {
                    count += text.AsSpan(at, words.Length).SequenceEqual(words) && !words.ContainsAnyInRange(int.MinValue, 0) ? 1 : 0;
                }
            }

            return count;
        }
    }
}
