using CsCheck;
using Pipeline.Engine;
using Pipeline.Engine.Tables;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Tables;

public sealed class TableFileTests
{
    private static readonly Gen<string> _text = Gen.String[Gen.Char['a', '\u04FF'], 0, 12];

    private static readonly Gen<SampleRow> _row =
        from text in _text
        from optional in Gen.Bool.SelectMany(present => present ? _text.Select(value => (string?)value) : Gen.Const((string?)null))
        from number in Gen.Int
        from maybe in Gen.Bool.SelectMany(present => present ? Gen.Int.Select(value => (int?)value) : Gen.Const((int?)null))
        from real in Gen.Double[-1e9, 1e9]
        from ids in Gen.Int.Array[0, 5]
        from vector in Gen.Float[-1e9f, 1e9f].Array[0, 3]
        from names in _text.Array[0, 3]
        select new SampleRow
        {
            Text = text, Optional = optional, Number = number, Maybe = maybe, Long = number, Real = real, MaybeReal = maybe, Single = (float)number, Flag = number > 0,
            Ids = ids, Vector = vector, Names = names,
        };

    [Fact]
    public async Task Rows_come_back_as_they_were_written() =>
        await _row.List[0, 40].SampleAsync(async rows =>
        {
            using var folder = new TemporaryFolder();
            await TableFile.WriteAsync(folder.PathOf("t.parquet"), rows, CancellationToken.None);

            var read = await TableFile.ReadAsync<SampleRow>(folder.PathOf("t.parquet"), CancellationToken.None);

            Assert.Equivalent(rows, read, strict: true);
        }, iter: 60);

    [Fact]
    public async Task Equal_rows_give_equal_bytes_over_several_groups()
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(0, 9000).Select(i => new SampleRow { Text = $"row {i}", Number = i, Ids = [i, i + 1] }).ToList();

        await TableFile.WriteAsync(folder.PathOf("a.parquet"), rows, CancellationToken.None);
        await TableFile.WriteAsync(folder.PathOf("b.parquet"), rows, CancellationToken.None);

        Assert.Equal(File.ReadAllBytes(folder.PathOf("a.parquet")), File.ReadAllBytes(folder.PathOf("b.parquet")));
        Assert.Equal(8999, (await TableFile.ReadAsync<SampleRow>(folder.PathOf("a.parquet"), CancellationToken.None))[^1].Number);
    }

    [Fact]
    public async Task A_missing_column_is_an_error_that_names_it()
    {
        using var folder = new TemporaryFolder();
        await TableFile.WriteAsync(folder.PathOf("t.parquet"), [new OtherRow { Text = "x" }], CancellationToken.None);

        var error = await Assert.ThrowsAsync<InputException>(() => TableFile.ReadAsync<SampleRow>(folder.PathOf("t.parquet"), CancellationToken.None));

        Assert.Contains("column 'Optional' is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_of_another_type_is_an_error_that_says_both()
    {
        using var folder = new TemporaryFolder();
        await TableFile.WriteAsync(folder.PathOf("t.parquet"), [new OtherRow { Text = "x" }], CancellationToken.None);

        var error = await Assert.ThrowsAsync<InputException>(() => TableFile.ReadAsync<NumberRow>(folder.PathOf("t.parquet"), CancellationToken.None));

        Assert.Contains("column 'Text' is string, expected Int32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lone_surrogate_is_refused()
    {
        using var folder = new TemporaryFolder();

        var error = await Assert.ThrowsAsync<InputException>(
            () => TableFile.WriteAsync(folder.PathOf("t.parquet"), [new OtherRow { Text = "a\uD83D" }], CancellationToken.None));

        Assert.Contains("U+D83D", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_parquet_is_an_error()
    {
        using var folder = new TemporaryFolder();
        folder.Write("t.parquet", "not parquet at all");

        await Assert.ThrowsAsync<InputException>(() => TableFile.ReadAsync<OtherRow>(folder.PathOf("t.parquet"), CancellationToken.None));
    }

    public sealed class SampleRow
    {
        public string Text { get; set; } = "";

        public string? Optional { get; set; }

        public int Number { get; set; }

        public int? Maybe { get; set; }

        public long Long { get; set; }

        public double Real { get; set; }

        public double? MaybeReal { get; set; }

        public float Single { get; set; }

        public bool Flag { get; set; }

        public int[] Ids { get; set; } = [];

        public float[] Vector { get; set; } = [];

        public string[] Names { get; set; } = [];
    }

    public sealed class OtherRow
    {
        public string Text { get; set; } = "";
    }

    public sealed class NumberRow
    {
        public int Text { get; set; }
    }
}
