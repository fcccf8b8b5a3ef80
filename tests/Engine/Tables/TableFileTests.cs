using CsCheck;
using Parquet;
using Parquet.Schema;
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
            Text = text,
            Optional = optional,
            Number = number,
            Maybe = maybe,
            Long = number,
            Real = real,
            MaybeReal = maybe,
            Single = (float)number,
            Flag = number > 0,
            Ids = ids,
            Vector = vector,
            Names = names,
        };

    [Fact]
    public async Task Rows_come_back_as_they_were_written() =>
        await _row.List[0, 40]
            .SampleAsync(
                async rows =>
                {
                    using var folder = new TemporaryFolder();
                    await TableFile.WriteAsync(folder.PathOf("t.parquet"), rows, CancellationToken.None);

                    var read = await TableFile.ReadAsync<SampleRow>(folder.PathOf("t.parquet"), CancellationToken.None);

                    Assert.Equivalent(rows, read, strict: true);
                },
                iter: 60
            );

    [Fact]
    public async Task Equal_rows_give_equal_bytes_over_several_groups()
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable
            .Range(0, 9000)
            .Select(i => new SampleRow
            {
                Text = $"row {i}",
                Number = i,
                Ids = [i, i + 1],
            })
            .ToList();

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

        var error = await Assert.ThrowsAsync<InputException>(() =>
            TableFile.ReadAsync<SampleRow>(folder.PathOf("t.parquet"), CancellationToken.None)
        );

        Assert.Contains("column 'Optional' is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_of_another_type_is_an_error_that_says_both()
    {
        using var folder = new TemporaryFolder();
        await TableFile.WriteAsync(folder.PathOf("t.parquet"), [new OtherRow { Text = "x" }], CancellationToken.None);

        var error = await Assert.ThrowsAsync<InputException>(() =>
            TableFile.ReadAsync<NumberRow>(folder.PathOf("t.parquet"), CancellationToken.None)
        );

        Assert.Contains("column 'Text' is string, expected Int32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lone_surrogate_is_refused()
    {
        using var folder = new TemporaryFolder();

        var error = await Assert.ThrowsAsync<InputException>(() =>
            TableFile.WriteAsync(folder.PathOf("t.parquet"), [new OtherRow { Text = "a\uD83D" }], CancellationToken.None)
        );

        Assert.Contains("U+D83D", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_parquet_is_an_error()
    {
        using var folder = new TemporaryFolder();
        folder.Write("t.parquet", "not parquet at all");

        await Assert.ThrowsAsync<InputException>(() => TableFile.ReadAsync<OtherRow>(folder.PathOf("t.parquet"), CancellationToken.None));
    }

    [Fact]
    public async Task A_damaged_file_gives_rows_or_an_error_that_names_it_and_takes_no_memory_for_what_is_not_there()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("t.parquet");
        await TableFile.WriteAsync(
            path,
            Enumerable
                .Range(0, 30)
                .Select(i => new SampleRow
                {
                    Text = $"row {i}",
                    Maybe = i % 3 == 0 ? null : i,
                    Ids = [i, i + 1],
                    Names = ["a", $"{i}"],
                })
                .ToList(),
            CancellationToken.None
        );
        var whole = await File.ReadAllBytesAsync(path, CancellationToken.None);
        var footer = whole.Length - 8 - BitConverter.ToInt32(whole, whole.Length - 8);
        var random = new Random(20240207);
        var refused = 0;
        for (var round = 0; round < 3000; round++)
        {
            await File.WriteAllBytesAsync(path, Damaged(whole, round % 2 == 0 ? footer : 0, random), CancellationToken.None);
            refused += await IsRefusedAsync(path, () => TableFile.ReadAsync<SampleRow>(path, CancellationToken.None)) ? 1 : 0;
            await IsRefusedAsync(path, () => UntypedTable.ReadAsync(path, CancellationToken.None));
        }

        Assert.InRange(refused, 1000, 2999);
    }

    [Fact]
    public async Task A_file_that_somebody_removed_is_said_to_be_gone()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("gone", "t.parquet");
        var message = $"{path} is gone; if it was in the cache, run again, and it is made anew.";

        Assert.Equal(
            message,
            (await Assert.ThrowsAsync<IOException>(() => TableFile.ReadAsync<OtherRow>(path, CancellationToken.None))).Message
        );
        Assert.Equal(message, (await Assert.ThrowsAsync<IOException>(() => UntypedTable.ReadAsync(path, CancellationToken.None))).Message);
    }

    [Fact]
    public async Task A_row_group_of_more_rows_than_are_ever_written_is_refused_before_they_are_made()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("t.parquet");
        var text = new DataField<string>("Text", false);
        using (var stream = File.Create(path))
        {
            await using var writer = await ParquetWriter.CreateAsync(
                new ParquetSchema(text),
                stream,
                cancellationToken: CancellationToken.None
            );
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(text, Enumerable.Repeat("a", 5000).ToArray(), null);
            group.CompleteValidate();
        }

        var error = await Assert.ThrowsAsync<InputException>(() => TableFile.ReadAsync<OtherRow>(path, CancellationToken.None));

        Assert.Equal(
            $"{path} cannot be read as Parquet: a row group says that it has 5000 rows, expected at most 4096. If it lies in the "
                + "cache, remove its folder and run again: it is made anew.",
            error.Message
        );
    }

    /// <summary>A copy with some bytes changed, lost or added from a place on.</summary>
    private static byte[] Damaged(byte[] whole, int from, Random random)
    {
        var bytes = whole;
        for (var edits = random.Next(1, 4); edits > 0 && bytes.Length > from + 8; edits--)
        {
            var at = random.Next(from, bytes.Length);
            bytes = random.Next(5) switch
            {
                0 => bytes[..at],
                1 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 9))..]],
                2 => [.. bytes[..at], .. Enumerable.Repeat((byte)255, random.Next(1, 9)), .. bytes[at..]],
                _ => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]],
            };
        }

        return bytes;
    }

    private static async Task<bool> IsRefusedAsync(string path, Func<Task> read)
    {
        try
        {
            await read();
            return false;
        }
        catch (InputException error)
        {
            Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
            return true;
        }
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
