using System.Globalization;
using System.Runtime.InteropServices;
using Pipeline.Modeling.Search;

namespace Pipeline.Benchmarks;

/// <summary>
/// The nearest rows to 1,000 queries among 52,000 vectors of 384 numbers, ten each, two threads: managed code and FAISS through the shim,
/// beside a C++ program that calls FAISS itself. Clustered random vectors, as no set of real ones is shipped; exact search does not depend
/// on what they are, but the number of candidates does that FAISS has to name until nothing can be missed.
/// </summary>
internal static class NeighbourBenchmark
{
    private const int Dimension = 384;
    private const int RowCount = 52_000;
    private const int Queries = 1000;
    private const int K = 10;
    private const int Threads = 2;
    private const int Clusters = 200;

    public static int Run(string folder)
    {
        if (FaissIndex.Absence is { } absence)
        {
            Console.Error.WriteLine($"FAISS: {absence}. {FaissIndex.HowToInstall}");
            return 1;
        }

        var vectors = Vectors();
        var (rows, queries) = (vectors[..RowCount], vectors[RowCount..]);
        var file = Path.Combine(folder, "vectors.bin");
        using (var stream = File.Create(file))
        {
            foreach (var vector in vectors)
            {
                stream.Write(MemoryMarshal.AsBytes(vector.AsSpan()));
            }
        }

        var managed = new DenseNeighbours(rows);
        using var faiss = FaissNeighbours.Exact(managed);
        using var index = FaissIndex.Create(FaissIndex.Flat, Dimension);
        index.Add(Flatten(rows), 1);
        var asked = Flatten(queries);
        var (scores, found) = (new float[Queries * K], new long[Queries * K]);
        string[] arguments =
        [
            file,
            .. new[] { Dimension, RowCount, Queries, K, Threads }.Select(number => number.ToString(CultureInfo.InvariantCulture)),
        ];
        using var direct = PeerProcess.WithFaiss(
            "faiss_peer.cpp",
            Path.Combine(folder, "faiss_peer"),
            new Dictionary<string, string> { ["OMP_WAIT_POLICY"] = "PASSIVE" },
            arguments
        );
        using var alike = PeerProcess.WithFaiss(
            "faiss_peer.cpp",
            Path.Combine(folder, "faiss_peer_alike"),
            new Dictionary<string, string> { ["GOMP_SPINCOUNT"] = "1000", ["OPENBLAS_NUM_THREADS"] = "1" },
            arguments
        );

        index.Search(asked, K, scores, found, Threads);
        var expected = found.Sum();
        var exact = managed.Search(queries, K, Threads);
        Console.WriteLine(
            $"FAISS {FaissIndex.Version}; {exact.SelectMany(best => best.Select(near => (long)near.Row)).Zip(found).Count(pair => pair.First == pair.Second)} "
                + $"of {found.Length} ids are those of managed code"
        );
        Rounds.Compare(
            "queries",
            ("FAISS, C++", () => Peer(direct, expected)),
            ("FAISS, C++, threads as below", () => Peer(alike, expected)),
            ("FAISS, shim, one call", () => (Queries, Rounds.Time(() => index.Search(asked, K, scores, found, Threads)))),
            ("FAISS, scores made exact", () => (Queries, Rounds.Time(() => faiss.Search(queries, K, Threads)))),
            ("managed", () => (Queries, Rounds.Time(() => managed.Search(queries, K, Threads))))
        );
        File.Delete(file);
        return 0;
    }

    /// <summary>An approximate index beside managed code: how long one thread makes it, what it finds of the true ten, how fast.</summary>
    public static int RunApproximate(string description, string parameter, string value)
    {
        if (FaissIndex.Absence is { } absence)
        {
            Console.Error.WriteLine($"FAISS: {absence}. {FaissIndex.HowToInstall}");
            return 1;
        }

        var vectors = Vectors();
        var (rows, queries) = (vectors[..RowCount], vectors[RowCount..]);
        var managed = new DenseNeighbours(rows);
        var index = FaissIndex.Create(description, Dimension);
        var flat = Flatten(rows);
        var made = Rounds.Time(() =>
        {
            index.Train(flat, 1);
            index.Add(flat, 1);
        });
        index.Set(parameter, double.Parse(value, CultureInfo.InvariantCulture));
        using var search = FaissNeighbours.Approximate(index, managed);
        var found = search.Search(queries, K, Threads);
        var exact = managed.Search(queries, K, Threads);
        var share = found.Zip(exact).Sum(pair => pair.First.Intersect(pair.Second).Count()) / (double)(Queries * K);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"made in {made:F1} s; finds {share:P1} of the true {K}"));
        Rounds.Compare(
            "queries",
            ("managed", () => (Queries, Rounds.Time(() => managed.Search(queries, K, Threads)))),
            ($"{description}, {parameter} {value}", () => (Queries, Rounds.Time(() => search.Search(queries, K, Threads))))
        );
        return 0;
    }

    private static (double Amount, double Seconds) Peer(PeerProcess peer, long expected)
    {
        var answer = peer.Round();
        return answer.GetProperty("ids").GetInt64() == expected
            ? (Queries, answer.GetProperty("seconds").GetDouble())
            : throw new InvalidDataException("The peer finds other rows.");
    }

    private static float[] Flatten(float[][] vectors) => [.. vectors.SelectMany(vector => vector)];

    private static float[][] Vectors()
    {
        var random = new Random(1);
        var centres = Enumerable.Range(0, Clusters).Select(_ => Draw(random, 1)).ToArray();
        return
        [
            .. Enumerable
                .Range(0, RowCount + Queries)
                .Select(_ =>
                {
                    var (centre, vector) = (centres[random.Next(Clusters)], Draw(random, 1));
                    for (var i = 0; i < Dimension; i++)
                    {
                        vector[i] += centre[i];
                    }

                    var length = MathF.Sqrt(vector.Sum(value => value * value));
                    return Array.ConvertAll(vector, value => value / length);
                }),
        ];
    }

    private static float[] Draw(Random random, float scale)
    {
        var vector = new float[Dimension];
        for (var i = 0; i < Dimension; i++)
        {
            vector[i] = scale * (random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f);
        }

        return vector;
    }
}
