using Pipeline.Engine;
using Pipeline.Engine.Tables;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Tables;

/// <summary>A column that may be empty is none that must hold a value; the other way round nothing is lost.</summary>
public sealed class NullableColumnTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.PathOf("t.parquet");

    [Theory]
    [InlineData(3)]
    [InlineData(null)]
    public async Task What_may_be_empty_is_not_read_as_what_may_not(int? value)
    {
        await TableFile.WriteAsync(Path, [new MaybeRow { Number = value }], TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<InputException>(() =>
            TableFile.ReadAsync<NumberRow>(Path, TestContext.Current.CancellationToken)
        );

        Assert.Equal($"{Path}: column 'Number' is Int32 (nullable), expected Int32.", error.Message);
    }

    [Fact]
    public async Task What_always_holds_a_value_is_read_as_what_may_be_empty()
    {
        await TableFile.WriteAsync(
            Path,
            [new NumberRow { Number = 0 }, new NumberRow { Number = 7 }],
            TestContext.Current.CancellationToken
        );

        var rows = await TableFile.ReadAsync<MaybeRow>(Path, TestContext.Current.CancellationToken);

        Assert.Equal([0, 7], rows.Select(row => row.Number));
    }

    public void Dispose() => _folder.Dispose();

    public sealed class MaybeRow
    {
        public int? Number { get; set; }
    }

    public sealed class NumberRow
    {
        public int Number { get; set; }
    }
}
