using System.Numerics.Tensors;

namespace Pipeline.Modeling.Statistics;

/// <summary>A ratio of two sums over clusters, such as divergence by tokens or spans by words over prompts, whose clusters are drawn
/// whole.</summary>
public static class ClusteredRatio
{
    /// <summary>The ratio over all clusters; null where nothing was measured.</summary>
    /// <param name="numerators">Of each cluster.</param>
    /// <param name="denominators">Of each cluster, aligned; 0 for one that says nothing.</param>
    /// <param name="quantity">What it is.</param>
    /// <param name="bootstrap">The resamples of the clusters; figures that are to be compared share them.</param>
    /// <param name="scale">What the ratio is multiplied with, such as 1,000 for events in a thousand.</param>
    public static Estimate? Measure(double[] numerators, double[] denominators, Quantity quantity, Bootstrap bootstrap, double scale = 1)
    {
        var clusters = denominators.Count(denominator => denominator != 0);
        if (clusters == 0)
        {
            return null;
        }

        double[] scaled = scale == 1 ? numerators : [.. numerators.Select(numerator => numerator * scale)];
        var (numerator, denominator) = (TensorPrimitives.Sum<double>(scaled), TensorPrimitives.Sum<double>(denominators));
        return clusters == 1
            ? new Estimate(numerator / denominator, 1, [], [], [], denominator)
            : new Estimate(
                numerator / denominator,
                1,
                [.. bootstrap.Draws.Select(draw => Bootstrap.Ratio(draw, scaled, denominators))],
                [],
                [],
                denominator,
                quantity switch
                {
                    Quantity.Share when numerator == 0 => UnanimousShare.None(clusters),
                    Quantity.Share when numerator == denominator => UnanimousShare.All(clusters),
                    Quantity.Rate when numerator == 0 => (0, scale * clusters / denominator * UnanimousShare.NoEvents(clusters).High),
                    _ => null,
                }
            );
    }
}
