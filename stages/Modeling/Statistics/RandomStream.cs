namespace Pipeline.Modeling.Statistics;

/// <summary>Uniform numbers from a seed (SplitMix64, Steele et al. 2014): one stream a row, so that no row's numbers depend on
/// another's.</summary>
public struct RandomStream(ulong seed)
{
    private const double Step = 1.0 / (1UL << 53);

    private ulong _state = seed;

    /// <summary>The next number, at least 0 and below 1.</summary>
    public double Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * Step;
    }
}
