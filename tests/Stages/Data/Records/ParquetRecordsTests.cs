using Parquet;
using Parquet.Schema;
using Pipeline.Tests.Stages.Data.Ingest;

namespace Pipeline.Tests.Stages.Data.Records;

public sealed class ParquetRecordsTests : IDisposable
{
    private static readonly DataField<string> _instruction = new("instruction", nullable: true);
    private static readonly DataField<string> _output = new("output", nullable: false);

    private readonly DatasetReading _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Columns_of_text_are_fields_and_rows_go_on_over_row_groups()
    {
        var number = new DataField<long>("id");
        var name = await WriteAsync(
            new ParquetSchema(_instruction, number, _output),
            2,
            async group =>
            {
                await group.WriteAsync(_instruction, ["Ask", "Ask again", "Ä🙂"]);
                await group.WriteAsync<long>(number, new long[] { 1, 2, 3 });
                await group.WriteAsync(_output, ["""[{"a": 1}]""", "two", "three"]);
            }
        );

        var rows = await _data.ReadAsync(name);

        Assert.Equal([1L, 2, 3, 4, 5, 6], rows.Select(row => row.Row));
        Assert.Equal(("Ask", """[{"a": 1}]"""), (rows[0].Instance.Instruction, rows[0].Instance.Response));
        Assert.Equal("Ä🙂", rows[5].Instance.Instruction);
        Assert.Equal(
            "data.parquet, row 1: 'id' is the number 1, expected text.",
            await _data.RefusalAsync(name, DatasetReading.Mapping(("output", "id")))
        );
    }

    [Fact]
    public async Task Texts_of_many_columns_and_groups_stay_what_they_are_until_they_are_read()
    {
        const int Rows = 4000;
        string[] Texts(string column) => [.. Enumerable.Range(0, Rows).Select(row => $"{column} {row} {new string('x', row % 97)}")];
        var name = await WriteAsync(
            new ParquetSchema(_instruction, _output),
            3,
            async group =>
            {
                await group.WriteAsync(_instruction, Texts("Ask"));
                await group.WriteAsync(_output, Texts("Say"));
            }
        );
        var rows = await _data.ReadAsync(name);

        Assert.Equal(Enumerable.Repeat(Texts("Ask"), 3).SelectMany(texts => texts), rows.Select(row => row.Instance.Instruction));
        Assert.Equal(Enumerable.Repeat(Texts("Say"), 3).SelectMany(texts => texts), rows.Select(row => row.Instance.Response));
    }

    [Fact]
    public async Task A_small_file_of_millions_of_rows_is_refused_at_once()
    {
        var output = new DataField<string>("output", nullable: true);
        var name = await WriteAsync(
            new ParquetSchema(_instruction, output),
            1,
            async group =>
            {
                await group.WriteAsync(_instruction, new string?[3_000_000]);
                await group.WriteAsync(output, new string?[3_000_000]);
            }
        );

        Assert.Matches(
            @"^data\.parquet: row group 1 says that it has 3000000 rows, at least 87000000 bytes as JSON: from a file of \d+ bytes at most \d+ are read",
            await _data.RefusalAsync(name)
        );
    }

    [Fact]
    public async Task Lists_of_records_are_conversations()
    {
        var (role, content) = (new DataField<string>("role", nullable: true), new DataField<string>("content", nullable: true));
        var schema = new ParquetSchema(new ListField("messages", new StructField("element", role, content)));
        string[][] roles =
        [
            ["user", "assistant"],
            ["system", "user", "assistant", "user", "assistant"],
            ["user", "assistant"],
        ];
        var name = await WriteAsync(
            schema,
            1,
            async group =>
            {
                await group.WriteAllPartsAsync<ReadOnlyMemory<char>>(
                    role,
                    Texts(roles.SelectMany(row => row)),
                    Enumerable.Repeat(4, 9).ToArray(),
                    Starts(roles),
                    default
                );
                await group.WriteAllPartsAsync<ReadOnlyMemory<char>>(
                    content,
                    Texts(["a", "b", "s", "c", "d", "e", "f", "h"]),
                    Levels(4, 4, 4, 4, 4, 4, 4, 4, 3),
                    Starts(roles),
                    default
                );
            }
        );

        var rows = await _data.ReadAsync(name, options => options with { EmptyResponses = Pipeline.Stages.Data.Ingest.EmptyResponse.Keep });

        Assert.Equal([("a", "b"), ("e", "f"), ("h", "")], rows.Select(row => (row.Instance.Instruction, row.Instance.Response)));
        Assert.Equal(("s", "c|d"), (rows[1].Instance.System, string.Join('|', rows[1].Instance.HistoryContents)));
    }

    [Fact]
    public async Task A_conversation_that_is_not_there_or_empty_is_refused_with_its_row()
    {
        var (role, content) = (new DataField<string>("role", nullable: true), new DataField<string>("content", nullable: true));
        var schema = new ParquetSchema(new ListField("messages", new StructField("element", role, content)));
        var name = await WriteAsync(
            schema,
            1,
            async group =>
            {
                await group.WriteAllPartsAsync<ReadOnlyMemory<char>>(
                    role,
                    Texts(["user", "assistant"]),
                    Levels(4, 4, 1),
                    Levels(0, 1, 0),
                    default
                );
                await group.WriteAllPartsAsync<ReadOnlyMemory<char>>(content, Texts(["a", "b"]), Levels(4, 4, 1), Levels(0, 1, 0), default);
            }
        );

        Assert.Equal(
            "data.parquet, row 2: 'messages' (not mapped by 'columns') is null; the row has: messages.",
            await _data.RefusalAsync(name)
        );
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_refused_with_their_row()
    {
        var name = await WriteAsync(
            new ParquetSchema(_instruction, _output),
            1,
            async group =>
            {
                await group.WriteAsync(_instruction, ["fine", "fine", "fine"]);
                await group.WriteAsync(_output, ["fine", "b\u00e4d", "fine"]);
            }
        );
        var bytes = File.ReadAllBytes(_data.PathOf(name));
        for (int at; (at = bytes.AsSpan().IndexOf("b\u00e4d"u8)) >= 0; )
        {
            bytes[at + 1] = 0xFF;
        }

        Assert.Equal(
            "data.parquet, row 2: 'output' holds bytes that are not UTF-8.",
            await _data.RefusalAsync(_data.Write("data.parquet", bytes))
        );
    }

    [Fact]
    public async Task Bytes_of_a_conversation_that_are_not_UTF_8_are_refused_with_their_row()
    {
        var (role, content) = (new DataField<string>("role", nullable: true), new DataField<string>("content", nullable: true));
        var schema = new ParquetSchema(new ListField("messages", new StructField("element", role, content)));
        var name = await WriteAsync(
            schema,
            1,
            async group =>
            {
                await group.WriteAllPartsAsync<ReadOnlyMemory<char>>(
                    role,
                    Texts(["user", "assistant", "user", "assistant"]),
                    Levels(4, 4, 4, 4),
                    Levels(0, 1, 0, 1),
                    default
                );
                await group.WriteAllPartsAsync<ReadOnlyMemory<char>>(
                    content,
                    Texts(["fine", "fine too", "fine again", "b\u00e4d"]),
                    Levels(4, 4, 4, 4),
                    Levels(0, 1, 0, 1),
                    default
                );
            }
        );
        var bytes = File.ReadAllBytes(_data.PathOf(name));
        for (int at; (at = bytes.AsSpan().IndexOf("b\u00e4d"u8)) >= 0; )
        {
            bytes[at + 1] = 0xFF;
        }

        Assert.Equal(
            "data.parquet, row 2: 'messages' holds bytes that are not UTF-8.",
            await _data.RefusalAsync(_data.Write("data.parquet", bytes))
        );
    }

    [Fact]
    public async Task What_is_no_Parquet_or_has_no_text_is_refused()
    {
        Assert.Equal(
            "data.parquet cannot be read as Parquet: it has 11 bytes, fewer than any Parquet file",
            await _data.RefusalAsync(_data.Write("data.parquet", "instruction"))
        );
        Assert.Equal(
            "data.parquet cannot be read as Parquet: its footer is damaged, or uses what is not read; expected a file as pyarrow or "
                + "DuckDB write it",
            await _data.RefusalAsync(_data.Write("data.parquet", [.. "PAR1"u8, 0x15, 0x02, 0x00, 3, 0, 0, 0, .. "PAR1"u8]))
        );

        var number = new DataField<long>("id");
        var name = await WriteAsync(new ParquetSchema(number), 1, async group => await group.WriteAsync<long>(number, new long[] { 1 }));
        Assert.StartsWith(
            "data.parquet, row 1: its fields (id) fit none of the known formats",
            await _data.RefusalAsync(name),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_page_that_announces_more_bytes_than_the_file_has_is_refused_at_once()
    {
        var name = await WriteAsync(
            new ParquetSchema(_instruction, _output),
            1,
            async group =>
            {
                await group.WriteAsync(_instruction, ["a", "b"]);
                await group.WriteAsync(_output, ["c", "d"]);
            }
        );
        var bytes = File.ReadAllBytes(_data.PathOf(name));

        // After the magic a page header begins; its third field is the page's size, here of one byte.
        Assert.Equal((0x15, 0x15, 0x15), (bytes[4], bytes[6], bytes[8]));
        bytes = [.. bytes[..9], 0xFE, 0xFF, 0xFF, 0x7F, .. bytes[10..]];

        Assert.Matches(
            @"^data\.parquet cannot be read as Parquet: a page of column 'instruction' at byte 4 announces 134217727 bytes \(\d+ unpacked\), and \d+ are left$",
            await _data.RefusalAsync(_data.Write("data.parquet", bytes))
        );
    }

    [Theory]
    [InlineData(new byte[] { 0x15, 0xFF }, "its end is missing")]
    [InlineData(new byte[] { 0x15, 0x02 }, "its end is missing")]
    [InlineData(
        new byte[] { 0x19, 0xFC, 0xFF, 0xFF, 0xFF, 0x07, 0x00 },
        "at byte 10 is a list of 16777215 elements of type 12, and 1 bytes are left"
    )]
    [InlineData(new byte[] { 0x18, 0x7F, 0x00 }, "at byte 6 are 127 bytes announced, and 1 are left")]
    [InlineData(
        new byte[] { 0x16, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0x00 },
        "at byte 15 is a number of more than ten bytes"
    )]
    public async Task A_footer_that_goes_on_past_its_end_is_refused_at_once(byte[] footer, string message) =>
        Assert.Equal(
            $"data.parquet cannot be read as Parquet: {message}",
            await _data.RefusalAsync(
                _data.Write("data.parquet", [.. "PAR1"u8, .. footer, .. BitConverter.GetBytes(footer.Length), .. "PAR1"u8])
            )
        );

    [Theory]
    [InlineData(0x1C)]
    [InlineData(0x19)]
    public async Task A_footer_of_structures_or_lists_inside_each_other_is_refused(byte header)
    {
        var footer = Enumerable.Repeat(header, 1 << 20).ToArray();
        byte[] bytes = [.. "PAR1"u8, .. footer, .. BitConverter.GetBytes(footer.Length), .. "PAR1"u8];

        Assert.Matches(
            @"^data\.parquet cannot be read as Parquet: at byte \d+, structures lie more than 32 deep$",
            await _data.RefusalAsync(_data.Write("data.parquet", bytes))
        );
    }

    private static ReadOnlyMemory<char>[] Texts(IEnumerable<string> texts) => [.. texts.Select(text => text.AsMemory())];

    private static int[] Levels(params int[] levels) => levels;

    private static int[] Starts(string[][] rows) => [.. rows.SelectMany(row => row.Select((_, i) => i == 0 ? 0 : 1))];

    private async Task<string> WriteAsync(ParquetSchema schema, int groups, Func<ParquetRowGroupWriter, Task> write)
    {
        using var memory = new MemoryStream();
        await using (
            var writer = await ParquetWriter.CreateAsync(schema, memory, new ParquetOptions { CompressionMethod = CompressionMethod.None })
        )
        {
            for (var i = 0; i < groups; i++)
            {
                using var group = writer.CreateRowGroup();
                await write(group);
                group.CompleteValidate();
            }
        }

        return _data.Write("data.parquet", memory.ToArray());
    }
}
