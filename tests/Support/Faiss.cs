using Pipeline.Modeling.Search;

namespace Pipeline.Tests.Support;

/// <summary>FAISS is there where the build found its headers; elsewhere its tests are skipped, and say so.</summary>
internal static class Faiss
{
    /// <summary>Skips the test that asks, unless FAISS is there.</summary>
    public static void SkipUnlessThere() =>
        Assert.SkipWhen(FaissIndex.Absence is not null, $"FAISS: {FaissIndex.Absence}. {FaissIndex.HowToInstall}");

    /// <summary>An index of rows.</summary>
    public static FaissIndex IndexOf(string description, IReadOnlyList<float[]> rows, int threads = 1)
    {
        var index = FaissIndex.Create(description, rows[0].Length);
        if (!index.IsTrained)
        {
            index.Train(Flatten(rows), threads);
        }

        index.Add(Flatten(rows), threads);
        return index;
    }

    /// <summary>Vectors one after the other.</summary>
    public static float[] Flatten(IEnumerable<float[]> vectors) => [.. vectors.SelectMany(vector => vector)];

    /// <summary>Vectors of unit length, in clusters as those of texts are: the same for the same seed.</summary>
    public static float[][] Vectors(int count, int dimension, int seed)
    {
        var random = new Random(seed);
        var centres = Enumerable.Range(0, 20).Select(_ => Unit(Draw(random, dimension, 1))).ToArray();
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => Unit([.. centres[random.Next(centres.Length)].Zip(Draw(random, dimension, 0.15), (a, b) => a + b)])),
        ];
    }

    private static float[] Draw(Random random, int dimension, double scale) =>
        [.. Enumerable.Range(0, dimension).Select(_ => (float)((random.NextDouble() + random.NextDouble() - 1) * scale))];

    private static float[] Unit(float[] vector)
    {
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        return Array.ConvertAll(vector, value => value / length);
    }
}
