using CsCheck;
using Pipeline.Modeling.Tokenization.Models;

namespace Pipeline.Tests.Modeling.Tokenization.Models;

public sealed class BytePairMergerTests
{
    /// <summary>Random merges over few symbols, so that they overlap and tie in every way.</summary>
    private static readonly Gen<Merge[]> _merges = Gen.Select(
        Gen.Int[0, 7],
        Gen.Int[0, 7],
        Gen.Int[0, 9],
        Gen.Int[0, 7],
        (left, right, rank, result) => new Merge(left, right, rank, result)
    ).Array[1, 20];

    [Fact]
    public void Short_and_long_words_merge_as_the_definition_says() =>
        Gen.Select(_merges, Gen.OneOf(Gen.Int[0, 7].Array[0, 64], Gen.Int[0, 7].Array[65, 200]))
            .Sample(
                (merges, word) =>
                {
                    // One result a pair and one rank a result, as in every vocabulary: the same characters are the same token.
                    var table = merges.DistinctBy(merge => (merge.Left, merge.Right)).ToArray();
                    var symbols = word.ToArray();

                    var count = new BytePairMerger(new MergeTable(table)).Merge(symbols);

                    Assert.Equal(Naive(word, table), symbols[..count]);
                },
                iter: 3000,
                threads: 1
            );

    private static List<int> Naive(int[] word, Merge[] merges)
    {
        var symbols = word.ToList();
        while (true)
        {
            var best = Enumerable
                .Range(0, Math.Max(0, symbols.Count - 1))
                .SelectMany(i =>
                    merges
                        .Where(merge => merge.Left == symbols[i] && merge.Right == symbols[i + 1])
                        .Select(merge => (merge.Rank, Index: i, merge.Result))
                )
                .OrderBy(found => found.Rank)
                .ThenBy(found => found.Index)
                .Select(found => ((int Index, int Result)?)(found.Index, found.Result))
                .FirstOrDefault();
            if (best is not { } merge)
            {
                return symbols;
            }

            symbols[merge.Index] = merge.Result;
            symbols.RemoveAt(merge.Index + 1);
        }
    }
}
