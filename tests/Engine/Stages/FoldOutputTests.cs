using Pipeline.Engine.Stages;
using Pipeline.Engine.Tables;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Stages;

/// <summary>What a fold stage writes.</summary>
public sealed class FoldOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _saved;

    [Fact]
    public async Task Parts_are_numbered_in_order_and_their_rows_counted_and_a_table_beside_them_is_no_part()
    {
        var output = new FoldOutput(_folder.Root, _folder.PathOf("state"), () => _saved++, TestContext.Current.CancellationToken);
        var cancellation = TestContext.Current.CancellationToken;
        await output.WritePartAsync<FakeRow>([new(), new()], cancellation);
        await output.WritePartAsync<FakeRow>([], cancellation);
        await output.WriteTableAsync<FakeRow>("beside.parquet", [new()], cancellation);
        await output.WritePartAsync([new FakeRow { Value = 7 }], cancellation);

        Assert.Equal(
            [("part-00000.parquet", 2L), ("part-00001.parquet", 0), ("part-00002.parquet", 1)],
            output.PartRows.Select(part => (part.Key, part.Value))
        );
        Assert.Equal(7, Assert.Single(await TableFile.ReadAsync<FakeRow>(output.PathOf("part-00002.parquet"), cancellation)).Value);
        Assert.Single(await TableFile.ReadAsync<FakeRow>(_folder.PathOf("beside.parquet"), cancellation));
    }

    [Fact]
    public void Kept_state_lies_in_a_folder_of_its_own_and_is_told_of()
    {
        var output = new FoldOutput(_folder.Root, _folder.PathOf("state"), () => _saved++, TestContext.Current.CancellationToken);

        output.StateSaved();

        Assert.Equal((1, _folder.PathOf("state")), (_saved, output.State.Folder));
    }

    public void Dispose() => _folder.Dispose();
}
