using System.Runtime.Intrinsics;
using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Tests.Stages.Answers.Shift;

/// <summary>Sums over a vocabulary whose maximum is found on the way.</summary>
public sealed class LogitSumsTests
{
    private static readonly double[] _logits = [1, 3, -2, 0.5, 2, 2, -7, 3, 1, 0, 0, 4, -1, 2, 3, 1];
    private static readonly double[] _differences = [0.5, -1, 2, 0, 1, 3, -4, 0.25, 1, 1, -1, 2, 0, 0, 5, -3];

    [Fact]
    public void Means_and_total_are_those_of_the_distribution()
    {
        var sums = new LogitSums();
        sums.Rescale(4);
        Add(sums, 4, 0, _logits.Length);

        AssertSums(sums, 4);
    }

    [Fact]
    public void Sixteen_at_once_are_as_sixteen_one_by_one()
    {
        var sums = new LogitSums();
        sums.Rescale(4);
        sums.Add(Vector(_logits.Select(logit => Math.Exp(logit - 4))), Vector(_logits), Vector(_differences));

        AssertSums(sums, 4, 1e-6);
    }

    [Fact]
    public void A_maximum_that_rises_takes_over_what_was_added()
    {
        var sums = new LogitSums();
        sums.Rescale(3);
        Add(sums, 3, 0, 11);
        sums.Rescale(4);
        Add(sums, 4, 11, _logits.Length);

        AssertSums(sums, 4);
    }

    [Fact]
    public void A_maximum_that_falls_or_stays_changes_nothing()
    {
        var sums = new LogitSums();
        sums.Rescale(4);
        Add(sums, 4, 0, 8);
        sums.Rescale(4);
        sums.Rescale(1);
        Add(sums, 4, 8, _logits.Length);

        AssertSums(sums, 4);
    }

    private static void Add(LogitSums sums, double maximum, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            sums.Add(Math.Exp(_logits[i] - maximum), _logits[i], _differences[i]);
        }
    }

    private static void AssertSums(LogitSums sums, float maximum, double tolerance = 1e-12)
    {
        var weights = _logits.Select(logit => Math.Exp(logit)).ToArray();
        Assert.Equal(Math.Log(weights.Sum()), sums.LogTotal(maximum), tolerance);
        Assert.Equal(weights.Zip(_logits, (weight, logit) => weight * logit).Sum() / weights.Sum(), sums.MeanLogit, tolerance);
        Assert.Equal(
            weights.Zip(_differences, (weight, difference) => weight * difference).Sum() / weights.Sum(),
            sums.MeanDifference,
            tolerance
        );
    }

    private static Vector512<float> Vector(IEnumerable<double> values) => Vector512.Create([.. values.Select(value => (float)value)]);
}
