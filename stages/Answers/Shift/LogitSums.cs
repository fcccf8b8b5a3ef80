using System.Runtime.Intrinsics;

namespace Pipeline.Stages.Answers.Shift;

/// <summary>
/// Sums over one side's vocabulary, weighted by exp(logit − maximum): the weights, weight · logit, and weight · (this side's logit − the
/// other's). In double precision: a divergence near zero is a small difference of large sums.
/// </summary>
internal sealed class LogitSums
{
    private Vector512<double> _weights;
    private Vector512<double> _logits;
    private Vector512<double> _differences;
    private double _maximum = double.NegativeInfinity;

    /// <summary>Mean logit under this side's distribution.</summary>
    public double MeanLogit => Vector512.Sum(_logits) / Vector512.Sum(_weights);

    /// <summary>Mean difference of logits under this side's distribution.</summary>
    public double MeanDifference => Vector512.Sum(_differences) / Vector512.Sum(_weights);

    /// <summary>Logarithm of the sum of exp(logit).</summary>
    public double LogTotal(float maximum) => maximum + Math.Log(Vector512.Sum(_weights));

    /// <summary>Takes over a maximum that has risen.</summary>
    public void Rescale(float maximum)
    {
        if (maximum > _maximum)
        {
            var factor = Vector512.Create(Math.Exp(_maximum - maximum));
            (_weights, _logits, _differences, _maximum) = (_weights * factor, _logits * factor, _differences * factor, maximum);
        }
    }

    /// <summary>Adds sixteen tokens.</summary>
    public void Add(Vector512<float> weight, Vector512<float> logit, Vector512<float> difference)
    {
        Accumulate(ref _weights, weight);
        Accumulate(ref _logits, weight * logit);
        Accumulate(ref _differences, weight * difference);
    }

    /// <summary>Adds one token.</summary>
    public void Add(double weight, double logit, double difference)
    {
        _weights += Vector512.CreateScalar(weight);
        _logits += Vector512.CreateScalar(weight * logit);
        _differences += Vector512.CreateScalar(weight * difference);
    }

    private static void Accumulate(ref Vector512<double> sum, Vector512<float> values)
    {
        var (low, high) = Vector512.Widen(values);
        sum += low + high;
    }
}
