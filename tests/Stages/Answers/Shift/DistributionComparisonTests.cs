using CsCheck;
using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Tests.Stages.Answers.Shift;

/// <summary>The comparison of two rows of logits against its definition, and what must hold for any two distributions.</summary>
public sealed class DistributionComparisonTests
{
    private const int TopK = 5;
    private const double Tolerance = 1e-5;

    private static readonly Gen<float> _logit = Gen.Frequency(
        (1, Gen.Float[-12, 12]),
        (9, Gen.Int[-120_000, 120_000].Select(value => value / 10_000f))
    );

    private static readonly Gen<(float[] Base, float[] Tuned, int Token)> _pairs =
        from size in Gen.Int[1, 100]
        from reference in _logit.Array[size]
        from tuned in _logit.Array[size]
        from token in Gen.Int[0, size - 1]
        select (reference, tuned, token);

    [Fact]
    public void It_computes_what_it_is_defined_as_however_the_vocabulary_is_sliced() =>
        Gen.Select(_pairs, Gen.Int[1, 40])
            .Sample(
                (pair, slice) =>
                {
                    var (p, q) = (Probabilities(pair.Tuned), Probabilities(pair.Base));
                    var shift = Compare(pair.Base, pair.Tuned, pair.Token, slice);
                    var argmax = Array.IndexOf(pair.Tuned, pair.Tuned.Max());

                    return Near(shift.KlTunedBase, Divergence(p, q))
                        && Near(shift.KlBaseTuned, Divergence(q, p))
                        && Near(shift.EntropyBase, Entropy(q))
                        && Near(shift.EntropyTuned, Entropy(p))
                        && shift.Token == Standing(pair.Base, q, p, pair.Token, shift.Token)
                        && shift.Argmax == Standing(pair.Base, q, p, argmax, shift.Argmax);
                }
            );

    [Fact]
    public void Divergences_are_never_negative() =>
        _pairs.Sample(pair =>
            Compare(pair.Base, pair.Tuned, pair.Token, 16)
                is { KlTunedBase: >= 0, KlBaseTuned: >= 0, EntropyBase: >= 0, EntropyTuned: >= 0 }
        );

    [Fact]
    public void Equal_models_differ_in_nothing() =>
        _pairs.Sample(pair =>
        {
            var shift = Compare(pair.Base, pair.Base, pair.Token, 16);
            return shift is { KlTunedBase: 0, KlBaseTuned: 0, Argmax.BaseRank: 1, TopK: { Kl: 0, BaseRank: 0 } }
                && shift.EntropyBase == shift.EntropyTuned;
        });

    [Fact]
    public void The_order_of_the_vocabulary_changes_nothing() =>
        Gen.Select(_pairs.Where(pair => AllDiffer(pair.Base) && AllDiffer(pair.Tuned)), Gen.Int)
            .Sample(
                (pair, seed) =>
                {
                    var order = Enumerable.Range(0, pair.Base.Length).ToArray();
                    new Random(seed).Shuffle(order);
                    var plain = Compare(pair.Base, pair.Tuned, pair.Token, 16);
                    var permuted = Compare(
                        [.. order.Select(i => pair.Base[i])],
                        [.. order.Select(i => pair.Tuned[i])],
                        Array.IndexOf(order, pair.Token),
                        16
                    );
                    return Near(plain.KlTunedBase, permuted.KlTunedBase)
                        && Near(plain.EntropyBase, permuted.EntropyBase)
                        && plain.Token.BaseRank == permuted.Token.BaseRank
                        && plain.Argmax.BaseRank == permuted.Argmax.BaseRank
                        && Near(plain.TopK.Kl, permuted.TopK.Kl)
                        && plain.TopK.BaseRank == permuted.TopK.BaseRank;
                }
            );

    [Fact]
    public void A_token_missing_from_the_list_has_the_lists_length_as_rank_and_no_probability()
    {
        var shift = Compare([5, 4, 3, 2, 1, 0], [0, 0, 0, 0, 0, 9], 5, 16);

        Assert.Equal((6, TopK, 0.0), (shift.Argmax.BaseRank, shift.TopK.BaseRank, shift.TopK.BaseProbability));
    }

    [Fact]
    public void Matched_by_text_ids_that_decode_alike_are_one_and_the_first_counts()
    {
        float[] reference = [3, 2, 1];
        float[] tuned = [0, 3, 1];

        var byId = Compare(reference, tuned, 1, 16);
        var byText = Compare(reference, tuned, 1, 16, id => id <= 1 ? "same" : "other");

        Assert.Equal((1, 0), (byId.TopK.BaseRank, byText.TopK.BaseRank));
        var (p, q) = (Probabilities(reference), Probabilities(tuned));
        Assert.Equal((p[0] * Math.Log(p[0] / q[1])) + (p[2] * Math.Log(p[2] / q[2])), byText.TopK.Kl, 1e-6);
    }

    /// <summary>The tuned model likes token 33 most, which stands in the third slice; the base likes others in every slice more.</summary>
    [Fact]
    public void The_rank_of_a_token_that_no_list_holds_is_counted_in_a_second_pass_over_the_slices_before()
    {
        var reference = Enumerable.Range(0, 48).Select(id => (float)(id % 7)).ToArray();
        var tuned = new float[48];
        (reference[33], tuned[33], tuned[3]) = (1.5f, 5, 4);
        var comparison = new DistributionComparison(33, reference[33], TopK);
        foreach (var first in new[] { 0, 16, 32 })
        {
            comparison.Add(first, reference.AsSpan(first, 16), tuned.AsSpan(first, 16));
        }

        comparison.EndPass();
        Assert.Equal((true, true, false), (comparison.NeedsCount(0), comparison.NeedsCount(16), comparison.NeedsCount(32)));
        comparison.Count(0, reference.AsSpan(0, 16));
        comparison.Count(16, reference.AsSpan(16, 16));
        var shift = comparison.Result(null);

        var expected = 1 + reference.Count(logit => logit > 1.5f);
        Assert.Equal((33, expected, 33, expected), (shift.Argmax.Id, shift.Argmax.BaseRank, shift.Token.Id, shift.Token.BaseRank));
    }

    [Fact]
    public void A_rank_that_the_list_tells_needs_no_second_pass()
    {
        float[] reference = [0, 1, 2, .. Enumerable.Repeat(-1f, 29)];
        float[] tuned = [.. Enumerable.Repeat(0f, 17), 1, .. Enumerable.Repeat(0f, 14)];
        reference[17] = 1.5f;
        var comparison = new DistributionComparison(0, reference[0], TopK);
        comparison.Add(0, reference.AsSpan(0, 16), tuned.AsSpan(0, 16));
        comparison.Add(16, reference.AsSpan(16), tuned.AsSpan(16));

        Assert.True(comparison.NeedsCount(0));
        comparison.EndPass();

        Assert.False(comparison.NeedsCount(0));
        var shift = comparison.Result(null);
        Assert.Equal((17, 2), (shift.Argmax.Id, shift.Argmax.BaseRank));
        Assert.Equal((0, 4), (shift.Token.Id, shift.Token.BaseRank));
    }

    [Fact]
    public void Logits_that_are_no_numbers_are_refused() =>
        Assert.Throws<InvalidDataException>(() => Compare([float.NaN, float.NaN], [1, 2], 0, 16));

    private static PositionShift Compare(float[] reference, float[] tuned, int token, int slice, Func<int, string>? textOf = null)
    {
        var comparison = new DistributionComparison(token, reference[token], TopK);
        for (var first = 0; first < reference.Length; first += slice)
        {
            var length = Math.Min(slice, reference.Length - first);
            comparison.Add(first, reference.AsSpan(first, length), tuned.AsSpan(first, length));
        }

        comparison.EndPass();
        for (var first = 0; comparison.NeedsCount(first) && first < reference.Length; first += slice)
        {
            comparison.Count(first, reference.AsSpan(first, Math.Min(slice, reference.Length - first)));
        }

        return comparison.Result(textOf);
    }

    /// <summary>Which of two equal logits enters a list that has room for one depends on their order.</summary>
    private static bool AllDiffer(float[] logits) => logits.Distinct().Count() == logits.Length;

    private static bool Near(double actual, double expected) => Math.Abs(actual - expected) <= Tolerance * Math.Max(1, Math.Abs(expected));

    private static TokenStanding Standing(float[] reference, double[] q, double[] p, int token, TokenStanding found) =>
        Near(found.BaseProbability, q[token]) && Near(found.TunedProbability, p[token])
            ? found with
            {
                Id = token,
                BaseRank = 1 + reference.Count(logit => logit > reference[token]),
            }
            : default;

    private static double[] Probabilities(float[] logits)
    {
        var total = logits.Sum(logit => Math.Exp(logit));
        return [.. logits.Select(logit => Math.Exp(logit) / total)];
    }

    private static double Divergence(double[] p, double[] q) => p.Zip(q, (a, b) => a * Math.Log(a / b)).Sum();

    private static double Entropy(double[] p) => -p.Sum(a => a * Math.Log(a));
}
