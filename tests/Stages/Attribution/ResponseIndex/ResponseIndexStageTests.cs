using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Attribution;
using Pipeline.Stages.Attribution.ResponseIndex;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.ResponseIndex;

public sealed class ResponseIndexStageTests : IDisposable
{
    private readonly StageChain _chain = new();

    public void Dispose() => _chain.Dispose();

    [Fact]
    public async Task It_holds_every_searched_text_of_every_row()
    {
        var rows = Instances.Make("d", 300);
        var table = await TableAsync("one", rows);
        var index = await OpenAsync(table, await IndexAsync(table, InstanceField.Response), InstanceField.Response);

        Assert.Equal(rows.Count, index.Rows);
        for (var row = 0; row < rows.Count; row += 29)
        {
            Assert.Equal(rows[row].InstanceId, index.IdOf(row));
            var sentence = index.FindWords(SentenceWords.Split(rows[row].Response)[0]);
            Assert.Equal(sentence.Length, index.FindLongest(sentence));
            Assert.Contains(row, index.FindHolders(sentence).List());
        }
    }

    [Fact]
    public async Task Order_and_repetition_of_what_is_searched_change_nothing()
    {
        var stage = new ResponseIndexStage(
            new ResponseIndexOptions { Search = [InstanceField.Input, InstanceField.Response, InstanceField.Input] }
        );

        Assert.Equal([InstanceField.Response, InstanceField.Input], ((ResponseIndexOptions)stage.Options).Search);
        var table = await TableAsync("one", Instances.Make("d", 5));
        var index = await IndexAsync(table, InstanceField.Input, InstanceField.Response);
        Assert.Same(
            await OpenAsync(table, index, InstanceField.Response, InstanceField.Input),
            await OpenAsync(table, index, InstanceField.Input, InstanceField.Response)
        );
    }

    [Fact]
    public async Task Nodes_that_are_open_together_share_the_index_of_a_dataset()
    {
        var (one, other) = (await TableAsync("one", Instances.Make("d", 5)), await TableAsync("other", Instances.Make("e", 5)));
        var (ofOne, ofOther) = (await IndexAsync(one, InstanceField.Response), await IndexAsync(other, InstanceField.Response));

        var opened = await Task.WhenAll(
            OpenAsync(one, ofOne, InstanceField.Response),
            OpenAsync(one, ofOne, InstanceField.Response),
            OpenAsync(other, ofOther, InstanceField.Response)
        );

        Assert.Same(opened[0], opened[1]);
        Assert.NotSame(opened[0], opened[2]);
    }

    [Fact]
    public async Task An_index_of_another_dataset_or_another_search_is_refused()
    {
        var (one, other) = (await TableAsync("one", Instances.Make("d", 5)), await TableAsync("other", Instances.Make("e", 5)));
        var index = await IndexAsync(one, InstanceField.Response);

        var dataset = await Assert.ThrowsAsync<InvalidDataException>(() => OpenAsync(other, index, InstanceField.Response));
        Assert.Contains("it is an index of another dataset than 'other'", dataset.Message, StringComparison.Ordinal);
        var search = await Assert.ThrowsAsync<InvalidDataException>(() => OpenAsync(one, index, InstanceField.Input));
        Assert.Contains("it is an index of another search setting than 'Input'", search.Message, StringComparison.Ordinal);
    }

    private async Task<Artifact> TableAsync(string digest, IReadOnlyList<InstanceRow> rows) =>
        await _chain.TableAsync(rows) with
        {
            TableDigest = digest,
        };

    private Task<Artifact> IndexAsync(Artifact table, params InstanceField[] search) =>
        _chain.RunAsync(new ResponseIndexStage(new ResponseIndexOptions { Search = search }), (ResponseIndexStage.Instances, table));

    private static Task<Pipeline.Modeling.Search.PhraseIndex> OpenAsync(Artifact table, Artifact index, params InstanceField[] search) =>
        InstancePhrases.OpenAsync(
            new StageInputs(new Dictionary<string, Artifact> { ["instances"] = table, ["index"] = index }),
            "index",
            "instances",
            search,
            TestContext.Current.CancellationToken
        );
}
