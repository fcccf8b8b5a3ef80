using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Search;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Attribution.Retrieve.Bm25;
using Pipeline.Stages.Attribution.WordIndex;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.WordIndex;

public sealed class WordIndexStageTests : IDisposable
{
    private static readonly string[] _answers = ["Question 7 w1 w2", "w39 w0", "nothing of it is there"];

    private readonly StageChain _chain = new();

    public void Dispose() => _chain.Dispose();

    [Fact]
    public async Task Retrieval_by_the_index_finds_what_the_rows_words_give()
    {
        var rows = Instances.Make("d", 40);
        var table = await TableAsync("one", rows);
        var found = await SearchAsync(table, await IndexAsync(table), _answers);

        var texts = rows.SelectMany(row => SearchedText.FromInstance(row)).ToList();
        var expected = new Bm25Index(texts.ConvertAll(text => (IReadOnlyList<string>)text.ListTerms())).Search(
            [.. _answers.Select(text => new SearchedText("", 0, $"p\n{text}").ListTerms())],
            5,
            1
        );
        Assert.Equal(
            expected.Select(answer => answer.Select(neighbour => (texts[neighbour.Row].InstanceId, neighbour.Score))),
            found.Select(row => row.Neighbours.Zip(row.Similarities))
        );
        Assert.Equal(rows[7].InstanceId, found[0].Neighbours[0]);
        Assert.Empty(found[2].Neighbours);
    }

    [Fact]
    public async Task What_it_writes_depends_on_the_rows_alone()
    {
        var table = await TableAsync("one", Instances.Make("d", 700));
        var (one, other) = (await IndexAsync(table), await IndexAsync(table));

        Assert.Equal(one.Files.Select(file => (file.Name, file.Digest)), other.Files.Select(file => (file.Name, file.Digest)));
    }

    [Fact]
    public async Task An_index_of_other_rows_is_refused()
    {
        var (one, other) = (await TableAsync("one", Instances.Make("d", 5)), await TableAsync("other", Instances.Make("e", 5)));
        var index = await IndexAsync(one);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => SearchAsync(other, index, ["w1"]));

        Assert.Contains("it is an index of another dataset than 'other'", error.Message, StringComparison.Ordinal);
    }

    private async Task<Artifact> TableAsync(string digest, IReadOnlyList<InstanceRow> rows) =>
        await _chain.TableAsync(rows) with
        {
            TableDigest = digest,
        };

    private Task<Artifact> IndexAsync(Artifact table) =>
        _chain.RunAsync(new WordIndexStage(new WordIndexOptions()), (WordIndexStage.Instances, table));

    private async Task<IReadOnlyList<NeighbourRow>> SearchAsync(Artifact table, Artifact index, string[] answers)
    {
        var inputs = new StageInputs(
            new Dictionary<string, Artifact> { [Bm25RetrieveStage.Instances] = table, [Bm25RetrieveStage.Index] = index }
        );
        using var search = await new Bm25RetrieveStage(new Bm25Options { TopK = 5 }).OpenAsync(
            inputs,
            _chain.Context(),
            TestContext.Current.CancellationToken
        );
        var rows = answers
            .Select(
                (text, number) =>
                    new GenerationRow
                    {
                        InstanceId = $"q{number}",
                        Prompt = "p",
                        Text = text,
                    }
            )
            .ToList();
        return await search.TransformAsync(
            new PartInputs(new Dictionary<string, Part> { [Bm25RetrieveStage.Answers] = (await _chain.TableAsync(rows)).Parts[0] }),
            new PartContext(0, _chain.Context()),
            TestContext.Current.CancellationToken
        );
    }
}
