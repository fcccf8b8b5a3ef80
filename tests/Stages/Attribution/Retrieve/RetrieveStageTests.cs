using Pipeline.Stages.Attribution.Embed;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.Retrieve;

public sealed class RetrieveStageTests : IDisposable
{
    private readonly StageFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Dense_vectors_find_the_nearest_rows_ties_in_the_order_of_the_table()
    {
        var found = await FoundAsync(
            [Dense("a", 0, 1), Dense("b", 1, 0), Dense("c", 1, 0), Dense("d", 0.6f, 0.8f)],
            [Dense("q", 1, 0), Dense("empty", 0, 0)]
        );

        Assert.Equal(["b", "c", "d"], found[0].Neighbours);
        Assert.Equal([1, 1, 0.6f], found[0].Similarities);
        Assert.Equal(["a", "b", "c"], found[1].Neighbours);
        Assert.Equal(["q", "empty"], found.Select(row => row.InstanceId));
    }

    [Fact]
    public async Task Whether_FAISS_is_asked_for_changes_nothing_be_it_there_or_not()
    {
        EmbeddingRow[] index = [.. Faiss.Vectors(90, 8, 1).Select((vector, i) => Dense($"r{i / 2}", vector))];
        EmbeddingRow[] answers = [.. Faiss.Vectors(10, 8, 2).Select((vector, i) => Dense($"q{i}", vector)), Dense("empty", new float[8])];

        var managed = await FoundAsync(index, answers);
        var faiss = await FoundAsync(index, answers, byFaiss: true);

        Assert.Equal(managed.Select(row => string.Join(' ', row.Neighbours)), faiss.Select(row => string.Join(' ', row.Neighbours)));
        Assert.Equal(managed.SelectMany(row => row.Similarities), faiss.SelectMany(row => row.Similarities));
    }

    [Fact]
    public async Task Sparse_vectors_find_only_rows_that_share_something()
    {
        var found = await FoundAsync(
            [Sparse("a", (3, 1)), Sparse("b", (1, 0.6f), (2, 0.8f)), Sparse("c", (1, 1)), Sparse("none")],
            [Sparse("q", (1, 1)), Sparse("other", (7, 1)), Sparse("empty")]
        );

        Assert.Equal(["c", "b"], found[0].Neighbours);
        Assert.Equal([1, 0.6f], found[0].Similarities);
        Assert.Empty(found[1].Neighbours);
        Assert.Empty(found[2].Neighbours);
    }

    [Fact]
    public async Task An_instance_is_found_once_by_the_nearest_of_its_turns()
    {
        EmbeddingRow[] dense =
        [
            At(Dense("a", 0.6f, 0.8f), 1),
            At(Dense("a", 1, 0), 3),
            At(Dense("a", 1, 0), 5),
            At(Dense("b", 1, 0), 1),
            At(Dense("c", 0, 1), 1),
            At(Dense("c", 0.8f, 0.6f), 3),
            At(Dense("d", 0, 1), 1),
        ];
        var sparse = Array.ConvertAll(dense, row => At(Sparse(row.InstanceId, (0, row.Vector[0]), (1, row.Vector[1])), row.Turn));

        foreach (
            var found in new[] { (await FoundAsync(dense, [Dense("q", 1, 0)]))[0], (await FoundAsync(sparse, [Sparse("q", (0, 1))]))[0] }
        )
        {
            Assert.Equal(["a", "b", "c"], found.Neighbours);
            Assert.Equal([1, 1, 0.8f], found.Similarities);
            Assert.Equal([3, 1, 3], found.Turns);
        }
    }

    [Fact]
    public async Task An_empty_table_has_no_neighbours() =>
        Assert.Empty(Assert.Single(await FoundAsync([], [Sparse("q", (1, 1))])).Neighbours);

    private static EmbeddingRow At(EmbeddingRow row, int turn)
    {
        row.Turn = turn;
        return row;
    }

    private static EmbeddingRow Dense(string id, params float[] vector) => new() { InstanceId = id, Vector = vector };

    private static EmbeddingRow Sparse(string id, params (int Dimension, float Value)[] entries) =>
        new()
        {
            InstanceId = id,
            Dimensions = [.. entries.Select(entry => entry.Dimension)],
            Values = [.. entries.Select(entry => entry.Value)],
        };

    private async Task<IReadOnlyList<NeighbourRow>> FoundAsync(EmbeddingRow[] index, EmbeddingRow[] answers, bool byFaiss = false)
    {
        await _fixture.WithTableAsync(RetrieveStage.Index, index);
        return await _fixture.RunAsync(
            new RetrieveStage(new RetrieveOptions { TopK = 3, ByFaiss = byFaiss }),
            RetrieveStage.Answers,
            answers
        );
    }
}
