using Pipeline.Modeling.Native.Faiss;

namespace Pipeline.Tests.Modeling.Native.Faiss;

/// <summary>The functions of the shim refuse what callers should never give them, and say why.</summary>
public sealed class NativeFaissTests
{
    public NativeFaissTests() => Support.Faiss.SkipUnlessThere();

    [Theory]
    [InlineData(0, "Flat", 0)]
    [InlineData(-5, "Flat", 0)]
    [InlineData(4, "Flat", 2)]
    [InlineData(4, "Flat", -1)]
    [InlineData(4, null, 0)]
    public void An_index_of_nothing_or_of_another_metric_is_not_made(int dimension, string? description, int metric)
    {
        Refused(NativeFaiss.Create(dimension, description!, metric, out var index), "a dimension of at least 1");
        Assert.True(index.IsInvalid);
    }

    [Fact]
    public void Floats_that_are_no_whole_vectors_are_not_read()
    {
        using var index = Make();
        var floats = new float[6];

        Refused(NativeFaiss.Add(index, floats, 6, 1), "no whole vectors");
        Refused(NativeFaiss.Add(index, floats, -4, 1), "no whole vectors");
        Refused(NativeFaiss.Add(index, [], 4, 1), "no whole vectors");
        Refused(NativeFaiss.Train(index, floats, 5, 1), "no whole vectors");
        Refused(NativeFaiss.Search(index, floats, 6, 1, new float[2], new long[2], 2, 1), "no whole vectors");
    }

    [Fact]
    public void Neighbours_without_room_are_not_written()
    {
        using var index = Make();
        var queries = new float[8];

        foreach (
            var (k, room) in new (long, long)[]
            {
                (2, 3),
                (0, 4),
                (-1, 4),
                (long.MaxValue, 4),
                (2, -1),
                (long.MaxValue / 2, long.MaxValue / 2),
            }
        )
        {
            Refused(NativeFaiss.Search(index, queries, 8, k, new float[4], new long[4], room, 1), "no room");
        }

        Refused(NativeFaiss.Search(index, queries, 8, 2, [], [], 4, 1), "no room");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void No_threads_are_not_set(int threads)
    {
        using var index = Make();

        Refused(NativeFaiss.Add(index, new float[4], 4, threads), "the number of threads is below 1");
        Refused(NativeFaiss.Train(index, new float[4], 4, threads), "the number of threads is below 1");
        Refused(NativeFaiss.Search(index, new float[4], 4, 1, new float[1], new long[1], 1, threads), "the number of threads is below 1");
    }

    [Fact]
    public void An_error_is_told_to_the_thread_that_made_it()
    {
        using var index = Make();
        Parallel.For(
            0,
            200,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            i =>
                Refused(
                    i % 2 == 0 ? NativeFaiss.Set(index, $"nothing{i}", 1) : NativeFaiss.Read($"/nowhere/{i}", 0, out _),
                    i % 2 == 0 ? $"nothing{i}" : $"/nowhere/{i}"
                )
        );
    }

    private static FaissHandle Make()
    {
        NativeFaiss.Check(NativeFaiss.Create(4, "Flat", 0, out var index), "test");
        return index;
    }

    private static void Refused(int status, string reason)
    {
        Assert.Equal(-1, status);
        Assert.Contains(
            reason,
            Assert.Throws<InvalidDataException>(() => NativeFaiss.Check(status, "It cannot be")).Message,
            StringComparison.Ordinal
        );
    }
}
