using System.Globalization;
using Pipeline.Engine.Caching;
using Pipeline.Modeling.Statistics;

namespace Pipeline.Stages.World.Make;

/// <summary>
/// Random choices that depend on a seed and a purpose alone: what one part of the world draws never moves what another does, and no version
/// of the runtime changes them.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="purpose">What the choices are for.</param>
internal sealed class WorldRandom(int seed, string purpose)
{
    private const int DigitsOfState = 16;

    private RandomStream _stream = new(
        ulong.Parse(
            Digest.OfText(string.Create(CultureInfo.InvariantCulture, $"{seed}:{purpose}")).AsSpan(0, DigitsOfState),
            NumberStyles.HexNumber,
            CultureInfo.InvariantCulture
        )
    );

    /// <summary>A number from 0 to below <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)(_stream.Next() * bound);

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>True with the given probability, 0–1.</summary>
    public bool Chance(double probability) => _stream.Next() < probability;

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>All of them in random order (Fisher and Yates).</summary>
    public T[] Shuffled<T>(IEnumerable<T> items)
    {
        var shuffled = items.ToArray();
        for (var last = shuffled.Length - 1; last > 0; last--)
        {
            var other = Below(last + 1);
            (shuffled[last], shuffled[other]) = (shuffled[other], shuffled[last]);
        }

        return shuffled;
    }
}
