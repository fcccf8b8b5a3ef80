using Pipeline.Engine;
using Pipeline.Stages.Data.Records;

namespace Pipeline.Tests.Stages.Data.Records;

public sealed class JsonRecordScannerTests
{
    [Theory]
    [InlineData("{\"instruction\": \"", "data.jsonl, row 1, byte 0: the row is longer than 16 MiB.")]
    [InlineData("[ {\"instruction\": \"", "data.jsonl, row 1, byte 2: the row is longer than 16 MiB.")]
    public void A_row_without_end_is_refused_after_a_bounded_read(string beginning, string message)
    {
        using var endless = new EndlessText(System.Text.Encoding.UTF8.GetBytes(beginning));
        using var scanner = new JsonRecordScanner(new BoundedStream(endless, long.MaxValue, "data.jsonl"), "data.jsonl");

        Assert.Equal(message, Assert.Throws<InputException>(scanner.Next).Message);
        Assert.InRange(endless.Given, JsonRecordScanner.MaximumRow, JsonRecordScanner.MaximumRow + (1 << 17));
    }

    [Fact]
    public void Rows_are_the_same_however_the_stream_is_chopped()
    {
        var bytes = "[{\"a\": \"\\\\\\\"]}\"}, {\"b\": [1, {\"c\": \",\"}]}\n,{\"d\": \"ü\"} ]"u8.ToArray();
        for (var step = 1; step <= bytes.Length; step++)
        {
            using var scanner = new JsonRecordScanner(new BoundedStream(new ChoppedStream(bytes, step), long.MaxValue, "x"), "x");
            var rows = new List<(long, long, string)>();
            while (scanner.Next() is { } row)
            {
                rows.Add((row.RowNumber, row.Offset, row.Fields.GetRawText()));
            }

            Assert.Equal([(1, 1, """{"a": "\\\"]}"}"""), (2, 18, """{"b": [1, {"c": ","}]}"""), (3, 42, """{"d": "ü"}""")], rows);
        }
    }

    private sealed class ChoppedStream(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(step, buffer.Length)]);
    }

    /// <summary>A beginning and then the letter a, for ever.</summary>
    private sealed class EndlessText(byte[] beginning) : MemoryStream
    {
        public long Given { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            buffer.Fill((byte)'a');
            if (Given == 0)
            {
                beginning.CopyTo(buffer);
            }

            Given += buffer.Length;
            return buffer.Length;
        }
    }
}
