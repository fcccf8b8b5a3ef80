using System.Threading.Tasks.Dataflow;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Dataflow;

namespace Pipeline.Tests.Engine.Dataflow;

public sealed class AlignedPartsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Parts_of_all_tables_come_together_in_order_however_far_one_is_ahead(int tables)
    {
        const int Parts = 100;
        var sources = Enumerable.Range(0, tables).Select(_ => new BroadcastBlock<Part>(null)).ToList();
        var aligned = Link(sources);

        // One table after the other: the first waits on its edge as a whole.
        foreach (var (table, source) in sources.Index())
        {
            for (var i = 0; i < Parts; i++)
            {
                Assert.True(source.Post(PartOf(table, i)));
            }

            source.Complete();
        }

        var all = await ReadAsync(aligned);
        Assert.Equal(Enumerable.Range(0, Parts), all.Select(parts => parts["table 0"].Index));
        Assert.All(
            all,
            parts =>
                Assert.Equal(
                    Enumerable.Range(0, tables).Select(table => ($"table {table}", $"{table}")),
                    parts.Select(part => (part.Key, part.Value.Path))
                )
        );
        Assert.All(all, parts => Assert.Single(parts.Values.Select(part => part.Index).Distinct()));
        await aligned.Completion;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task It_ends_with_the_table_that_ends_first(int shorter)
    {
        List<BroadcastBlock<Part>> sources = [new(null), new(null)];
        var aligned = Link(sources);
        for (var i = 0; i < 3; i++)
        {
            sources[1 - shorter].Post(PartOf(0, i));
        }

        sources[shorter].Post(PartOf(1, 0));
        sources[shorter].Complete();

        Assert.Single(await ReadAsync(aligned));
    }

    [Fact]
    public async Task Two_readers_of_one_table_get_all_of_it_each_at_its_own_pace()
    {
        var source = new BroadcastBlock<Part>(null);
        var (quick, slow) = (Link([source]), Link([source, source]));
        for (var i = 0; i < 50; i++)
        {
            source.Post(PartOf(0, i));
        }

        source.Complete();

        Assert.Equal(50, (await ReadAsync(quick)).Count);
        Assert.Equal(50, (await ReadAsync(slow)).Count);
    }

    private static ISourceBlock<IReadOnlyDictionary<string, Part>> Link(IEnumerable<ISourceBlock<Part>> sources) =>
        AlignedParts.Link([.. sources.Select((source, table) => ($"table {table}", source))]);

    private static Part PartOf(int table, int index) => new(index, $"{table}", "", 1);

    private static async Task<List<IReadOnlyDictionary<string, Part>>> ReadAsync(ISourceBlock<IReadOnlyDictionary<string, Part>> aligned)
    {
        var all = new List<IReadOnlyDictionary<string, Part>>();
        while (await aligned.OutputAvailableAsync(TestContext.Current.CancellationToken))
        {
            all.Add(await aligned.ReceiveAsync(TestContext.Current.CancellationToken));
        }

        return all;
    }
}
