namespace Pipeline.Modeling.Statistics;

/// <summary>
/// False discovery rates by targets and decoys (Elias and Gygi 2007): what is true of nothing, scored in the same way, says how many of the
/// things found would have been found all the same. The added one makes it the method of Benjamini and Hochberg on conformal p-values,
/// (decoys of at least s + 1) / (decoys + 1), which holds the rate for finitely many decoys (Bates et al. 2023, "Testing for outliers with
/// conformal p-values", theorem 2). Needed of the decoys is that a false target and a decoy are exchangeable; nothing is assumed of the
/// distribution of scores or of the true targets.
/// </summary>
public static class TargetDecoy
{
    /// <summary>
    /// The q-value of each target: the least false discovery rate, estimated, of a list that holds it, were all targets listed from the
    /// best score down. At a score s the rate is (decoys of at least s + 1) · <paramref name="scale"/> / targets of at least s; where that
    /// falls again further down, the lower rate counts, and none is above 1.
    /// </summary>
    /// <param name="targets">The targets' scores; the higher, the less they look like decoys.</param>
    /// <param name="decoys">The decoys' scores.</param>
    /// <param name="scale">How much was searched for targets, over how much was searched for decoys (words, for spans); above 0.</param>
    /// <returns>For each target its q-value, above 0 and at most 1; the same for equal scores.</returns>
    /// <exception cref="ArgumentException">A score is not a number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not above 0.</exception>
    public static double[] EstimateQValues(IReadOnlyList<double> targets, IReadOnlyList<double> decoys, double scale)
    {
        if (!(scale > 0 && double.IsFinite(scale)))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "What was searched must be above nothing on both sides.");
        }

        if (targets.Any(double.IsNaN) || decoys.Any(double.IsNaN))
        {
            throw new ArgumentException("A score is not a number.", nameof(targets));
        }

        var order = Enumerable.Range(0, targets.Count).OrderByDescending(target => targets[target]).ToArray();
        var ranked = decoys.OrderDescending().ToArray();
        var rates = new double[order.Length];
        for (var (first, decoysAbove) = (0, 0); first < order.Length; )
        {
            var score = targets[order[first]];
            var end = first;
            while (end < order.Length && targets[order[end]] == score)
            {
                end++;
            }

            while (decoysAbove < ranked.Length && ranked[decoysAbove] >= score)
            {
                decoysAbove++;
            }

            rates.AsSpan(first, end - first).Fill((decoysAbove + 1) * scale / end);
            first = end;
        }

        var values = new double[order.Length];
        var least = 1.0;
        for (var place = order.Length - 1; place >= 0; place--)
        {
            values[order[place]] = least = Math.Min(least, rates[place]);
        }

        return values;
    }
}
