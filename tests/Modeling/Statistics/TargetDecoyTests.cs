using CsCheck;
using Pipeline.Modeling.Statistics;

namespace Pipeline.Tests.Modeling.Statistics;

/// <summary>q-values by target and decoy: by hand, as properties, and by simulation against what is known to be false.</summary>
public sealed class TargetDecoyTests
{
    [Fact]
    public void A_small_case_is_as_computed_by_hand()
    {
        // From the best down: 9 (0 decoys: 1/1), 7 (0: 1/2), 7, 5 (1: 2/4), 3 (2: 3/5), 1 (3: 4/6).
        var values = TargetDecoy.EstimateQValues([1, 9, 7, 3, 7, 5], [6, 4, 2], scale: 1);

        Assert.Equal([4 / 6.0, 1 / 3.0, 1 / 3.0, 3 / 5.0, 1 / 3.0, 2 / 4.0], values);
    }

    [Fact]
    public void A_decoy_counts_for_as_many_as_would_have_been_met_in_as_many_words()
    {
        Assert.Equal([1.0 / 2, 0.5], TargetDecoy.EstimateQValues([2, 3], [2.5], 0.5));
        Assert.Equal([1, 1.0], TargetDecoy.EstimateQValues([2, 3], [2.5], 3));
    }

    [Fact]
    public void Without_decoys_a_list_is_no_surer_than_one_false_discovery()
    {
        Assert.All(TargetDecoy.EstimateQValues([.. Enumerable.Range(0, 20).Select(i => (double)i)], [], 1), q => Assert.Equal(0.05, q));
        Assert.Empty(TargetDecoy.EstimateQValues([], [1, 2], 1));
    }

    [Fact]
    public void What_cannot_be_counted_is_refused()
    {
        Assert.Throws<ArgumentException>(() => TargetDecoy.EstimateQValues([double.NaN], [], 1));
        Assert.Throws<ArgumentException>(() => TargetDecoy.EstimateQValues([1], [double.NaN], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TargetDecoy.EstimateQValues([1], [], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TargetDecoy.EstimateQValues([1], [], double.NaN));
    }

    [Fact]
    public void A_better_score_never_has_a_worse_value_and_the_definition_holds()
    {
        var scores = Gen.Int[0, 12].Select(value => value / 2.0).List[0, 40];
        Gen.Select(scores, scores, Gen.Double[0.1, 5])
            .Sample(
                (targets, decoys, scale) =>
                {
                    var values = TargetDecoy.EstimateQValues(targets, decoys, scale);
                    for (var i = 0; i < targets.Count; i++)
                    {
                        var expected = targets
                            .Where(score => score <= targets[i])
                            .Select(score => (decoys.Count(decoy => decoy >= score) + 1) * scale / targets.Count(other => other >= score))
                            .Append(1)
                            .Min();
                        Assert.Equal(expected, values[i], 1e-12);
                    }
                }
            );
    }

    /// <summary>Thirty true among two hundred false ones, a thousand times over: of what is taken at q ≤ 0.1, on average at most a tenth is
    /// false.</summary>
    [Theory]
    [InlineData(200, 200, 0.1)]
    [InlineData(200, 50, 0.1)]
    [InlineData(100, 400, 0.1)]
    public void Of_what_is_taken_no_more_is_false_than_was_said(int falseTargets, int decoys, double level)
    {
        var random = new RandomStream(7);
        var (proportion, found) = (0.0, 0);
        const int Repeats = 1000;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            // Scores of what is false are as long-tailed as surprisals are; true ones are shifted by 8 nats.
            double Draw() => -3 * Math.Log(1 - random.Next());
            var targets = Enumerable
                .Range(0, 30)
                .Select(_ => Draw() + 8)
                .Concat(Enumerable.Range(0, falseTargets).Select(_ => Draw()))
                .ToList();
            var values = TargetDecoy.EstimateQValues(
                targets,
                Enumerable.Range(0, decoys).Select(_ => Draw()).ToList(),
                (double)falseTargets / decoys
            );
            var taken = values.Index().Where(entry => entry.Item <= level).Select(entry => entry.Index).ToList();
            proportion += taken.Count == 0 ? 0 : taken.Count(target => target >= 30) / (double)taken.Count;
            found += taken.Count(target => target < 30);
        }

        Assert.InRange(proportion / Repeats, 0, level);
        Assert.True(found > 0, "Nothing was ever found: such a procedure is never wrong and of no use.");
    }

    [Fact]
    public void Where_nothing_is_true_hardly_any_list_has_a_discovery()
    {
        var random = new RandomStream(11);
        var lists = 0;
        const int Repeats = 1000;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            double[] Draw() => [.. Enumerable.Range(0, 100).Select(_ => -3 * Math.Log(1 - random.Next()))];
            lists += TargetDecoy.EstimateQValues(Draw(), Draw(), 1).Any(q => q <= 0.1) ? 1 : 0;
        }

        // Where all is false, the share of lists with any discovery is the false discovery rate.
        Assert.InRange(lists / (double)Repeats, 0, 0.1);
    }
}
