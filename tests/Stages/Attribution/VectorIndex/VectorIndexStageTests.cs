using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Search;
using Pipeline.Stages.Attribution.Embed;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Attribution.VectorIndex;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.VectorIndex;

public sealed class VectorIndexStageTests : IDisposable
{
    private readonly StageChain _chain = new();

    public VectorIndexStageTests() => Faiss.SkipUnlessThere();

    public void Dispose() => _chain.Dispose();

    [Theory]
    [InlineData("HNSW16")]
    [InlineData("IVF16,Flat")]
    public async Task Answers_are_searched_in_it_and_every_eighth_says_what_was_missed(string description)
    {
        var rows = Rows("row", 2500, 1);
        var table = await TableAsync("vectors", rows);
        var index = await IndexAsync(table, description);
        var answers = Rows("answer", 20, 2);
        var parameters = new IndexParameters
        {
            Index = description,
            Nprobe = description[0] == 'I' ? 4 : null,
            EfSearch = description[0] == 'H' ? 64 : null,
        };

        var found = await FoundAsync(table, index, new RetrieveOptions { TopK = 10, Approximate = parameters }, answers);

        Assert.Equal(1, _chain.Volatile[RetrieveStage.ByFaiss]);
        var exact = await FoundAsync(table, null, new RetrieveOptions { TopK = 10 }, answers);
        Assert.Equal([0, 8, 16], Enumerable.Range(0, 20).Where(i => found[i].Recall is not null));
        foreach (var i in new[] { 0, 8, 16 })
        {
            Assert.Equal(found[i].Neighbours.Intersect(exact[i].Neighbours).Count() / 10.0, found[i].Recall);
        }

        Assert.All(exact, row => Assert.Null(row.Recall));
        Assert.True(found.Zip(exact).Sum(pair => pair.First.Neighbours.Intersect(pair.Second.Neighbours).Count()) > 100);
    }

    [Fact]
    public async Task Two_makings_have_the_same_bytes()
    {
        var table = await TableAsync("vectors", Rows("row", 2500, 1));

        var (first, second) = (await IndexAsync(table, "HNSW16"), await IndexAsync(table, "HNSW16"));

        Assert.Equal(first.Files.Select(file => (file.Name, file.Digest)), second.Files.Select(file => (file.Name, file.Digest)));
        Assert.Equal([VectorIndexFile.FileName, VectorIndexFile.VectorsFileName], first.Files.Select(file => file.Name));
    }

    [Fact]
    public async Task Exact_search_by_FAISS_gives_the_rows_of_managed_code()
    {
        var table = await TableAsync("vectors", Rows("row", 500, 1));
        var answers = Rows("answer", 9, 2);

        var managed = await FoundAsync(table, null, new RetrieveOptions { TopK = 10 }, answers);
        Assert.Equal(0, _chain.Volatile[RetrieveStage.ByFaiss]);
        var faiss = await FoundAsync(table, null, new RetrieveOptions { TopK = 10, ByFaiss = true }, answers);

        Assert.Equal(1, _chain.Volatile[RetrieveStage.ByFaiss]);
        Assert.Equal(managed.SelectMany(row => row.Neighbours), faiss.SelectMany(row => row.Neighbours));
        Assert.Equal(managed.SelectMany(row => row.Similarities), faiss.SelectMany(row => row.Similarities));
        Assert.All(faiss, row => Assert.Null(row.Recall));
    }

    [Fact]
    public async Task An_index_of_another_dataset_is_refused()
    {
        var (one, other) = (await TableAsync("one", Rows("row", 50, 1)), await TableAsync("other", Rows("row", 50, 2)));
        var index = await IndexAsync(one, "HNSW8");
        var options = new RetrieveOptions
        {
            Approximate = new IndexParameters { Index = "HNSW8", EfSearch = 16 },
        };

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => FoundAsync(other, index, options, Rows("answer", 1, 3)));

        Assert.Contains(
            "it is an index of other vectors (one) than those that are searched (other)",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Sparse_vectors_and_none_cannot_be_indexed()
    {
        foreach (
            var (rows, what) in new (EmbeddingRow[], string)[]
            {
                ([], "none"),
                (
                    [
                        new()
                        {
                            InstanceId = "a",
                            Dimensions = [1],
                            Values = [1],
                        },
                    ],
                    "sparse ones"
                ),
            }
        )
        {
            var table = await TableAsync("vectors", rows);
            var error = await Assert.ThrowsAsync<InvalidDataException>(() => IndexAsync(table, "HNSW8"));
            Assert.Contains($"'HNSW8' indexes dense vectors, and test was given {what}", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_vector_that_is_no_number_is_refused()
    {
        var rows = Rows("row", 50, 1);
        rows[7].Vector[3] = float.PositiveInfinity;
        var table = await TableAsync("vectors", rows);

        Assert.Equal(
            "row 8 of the index is no vector of finite numbers.",
            (await Assert.ThrowsAsync<InvalidDataException>(() => IndexAsync(table, "HNSW8"))).Message
        );
    }

    private static EmbeddingRow[] Rows(string name, int count, int seed) =>
        [.. Faiss.Vectors(count, 16, seed).Select((vector, i) => new EmbeddingRow { InstanceId = $"{name}{i}", Vector = vector })];

    private async Task<Artifact> TableAsync(string digest, IReadOnlyList<EmbeddingRow> rows) =>
        await _chain.TableAsync(rows) with
        {
            TableDigest = digest,
        };

    private Task<Artifact> IndexAsync(Artifact vectors, string description) =>
        _chain.RunAsync(new VectorIndexStage(new VectorIndexOptions { Index = description }), (VectorIndexStage.Vectors, vectors));

    private async Task<IReadOnlyList<NeighbourRow>> FoundAsync(
        Artifact vectors,
        Artifact? index,
        RetrieveOptions options,
        EmbeddingRow[] answers
    )
    {
        var inputs = new Dictionary<string, Artifact> { [RetrieveStage.Index] = vectors };
        if (index is not null)
        {
            inputs.Add(RetrieveStage.VectorIndex, index);
        }

        var context = _chain.Context();
        using var search = await new RetrieveStage(options).OpenAsync(
            new StageInputs(inputs),
            context,
            TestContext.Current.CancellationToken
        );
        var part = (await _chain.TableAsync(answers)).Parts[0];
        return await search.TransformAsync(
            new PartInputs(new Dictionary<string, Part> { [RetrieveStage.Answers] = part }),
            new PartContext(0, context),
            TestContext.Current.CancellationToken
        );
    }
}
