using System.IO.Compression;
using System.Text;
using CsCheck;
using Pipeline.Engine;
using Pipeline.Engine.Tables;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.Data.Records;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Data.Records;

/// <summary>Whatever happens to a dataset file, reading it gives rows or an error for the user, and nothing else.</summary>
public sealed class MutatedDatasetTests : IDisposable
{
    private static readonly string[] _texts =
    [
        """{"instruction": "Ask ü", "input": null, "output": "An\u00e4 \ud83d\ude42", "history": [["a", "b"]], "system": "s"}""",
        """[{"conversations": [{"from": "system", "value": "s"}, {"from": "human", "value": "a"}, {"from": "gpt", "value": "b"}]}, {"conversations": [{"from": "human", "value": "a"}]}]""",
        """{"messages": [{"role": "user", "content": [{"type": "text", "text": "a"}]}, {"role": "assistant", "content": null, "tool_calls": [1]}]}""",
        """{"messages": "[{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"assistant\", \"content\": \"b\"}]"}""",
        "{\"prompt\": \"a\", \"completion\": \"b\"}\n\n{\"prompt\": \"c\", \"completion\": \"d\"}\n",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Damaged_JSON_is_read_or_refused_with_its_row()
    {
        var snippet = Gen.OneOf(
                "\"",
                "\\",
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\n",
                "\\u",
                "\\ud800",
                "\\udc00\\ud800",
                "null",
                "1e999",
                "true",
                "\0",
                "\uFEFF",
                "//",
                "\\\"",
                "''",
                "[[[[[[[[",
                "🙂"
            )
            .Select(Encoding.UTF8.GetBytes);
        var bytes = Gen.OneOf(snippet, Gen.Byte.Array[1, 3]);
        Gen.Select(Gen.Int[0, _texts.Length - 1], Edits(bytes))
            .Sample(
                sample =>
                    Read(
                        "data.json",
                        Records(Edited(Encoding.UTF8.GetBytes(_texts[sample.Item1]), sample.Item2)),
                        message =>
                            Assert.True(
                                message.Contains(", row ", StringComparison.Ordinal)
                                    || message.Contains("holds no usable row", StringComparison.Ordinal),
                                message
                            )
                    ),
                iter: 10_000,
                threads: 1
            );
    }

    [Fact]
    public void JSON_cut_short_is_refused()
    {
        foreach (var text in _texts.Select(Encoding.UTF8.GetBytes))
        {
            // What ends with a whole row, or before the first, is not cut.
            for (var length = 1; length < text.Length; length++)
            {
                var refused = false;
                Read("data.json", Records(text[..length]), _ => refused = true);
                Assert.True(refused || text[length] == '\n' || text[length - 1] == '\n', Encoding.UTF8.GetString(text[..length]));
            }
        }
    }

    [Theory]
    [InlineData("data.json.gz")]
    [InlineData("data.zip")]
    [InlineData("data.parquet")]
    public async Task Damaged_containers_are_read_or_refused(string name)
    {
        var valid = await ContainerAsync(name);
        Edits(Gen.Byte.Array[1, 4]).Sample(edits => Read(name, Written(name, Edited(valid, edits)), _ => { }), iter: 1000, threads: 1);
    }

    [Theory]
    [InlineData("data.json.gz", 3, 8)]
    [InlineData("data.zip", 4, 4)]
    [InlineData("data.parquet", 4, 8)]
    public async Task Containers_with_a_changed_byte_in_their_signature_or_their_end_are_refused(string name, int start, int end)
    {
        var valid = await ContainerAsync(name);
        foreach (var at in Enumerable.Range(0, start).Concat(Enumerable.Range(valid.Length - end, end)))
        {
            var refused = false;
            Read(name, Written(name, [.. valid[..at], (byte)~valid[at], .. valid[(at + 1)..]]), _ => refused = true);
            Assert.True(refused, $"{name} with another byte {at} of {valid.Length} was taken for whole");
        }
    }

    [Fact]
    public async Task Containers_cut_short_are_refused_too()
    {
        foreach (var name in new[] { "data.zip", "data.parquet" })
        {
            var valid = await ContainerAsync(name);
            for (var length = 0; length < valid.Length; length += 3)
            {
                var refused = false;
                Read(name, Written(name, valid[..length]), _ => refused = true);
                Assert.True(refused, $"{name} cut after {length} of {valid.Length} bytes was taken for whole");
            }
        }
    }

    private static Gen<(int At, int Removed, byte[] Inserted)[]> Edits(Gen<byte[]> inserted) =>
        Gen.Select(Gen.Int[0, 4000], Gen.Int[0, 6], inserted).Select(edit => (edit.Item1, edit.Item2, edit.Item3)).Array[1, 3];

    private static byte[] Edited(byte[] bytes, (int At, int Removed, byte[] Inserted)[] edits)
    {
        foreach (var (position, removed, inserted) in edits)
        {
            var at = position % (bytes.Length + 1);
            bytes = [.. bytes[..at], .. inserted, .. bytes[Math.Min(bytes.Length, at + removed)..]];
        }

        return bytes;
    }

    private static async IAsyncEnumerable<RawRecord> Records(byte[] bytes)
    {
        await Task.CompletedTask;
        using var scanner = new JsonRecordScanner(new BoundedStream(new MemoryStream(bytes), long.MaxValue, "data.json"), "data.json");
        while (scanner.Next() is { } record)
        {
            yield return record;
        }
    }

    private static void Read(string name, IAsyncEnumerable<RawRecord> records, Action<string> refused)
    {
        var reader = new InstanceReader(
            new IngestOptions
            {
                Dataset = "data",
                File = name,
                EmptyResponses = EmptyResponse.Skip,
            }
        );
        try
        {
            reader.ReadAsync(records, CancellationToken.None).CountAsync().AsTask().GetAwaiter().GetResult();
        }
        catch (InputException error)
        {
            Assert.StartsWith(name, error.Message, StringComparison.Ordinal);
            refused(error.Message);
        }
    }

    private IAsyncEnumerable<RawRecord> Written(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder.PathOf(name), bytes);
        return DatasetFile.ReadAsync(_folder.PathOf(name), name, CancellationToken.None);
    }

    private async Task<byte[]> ContainerAsync(string name)
    {
        var path = _folder.PathOf("valid");
        var json = Encoding.UTF8.GetBytes(
            string.Join(
                '\n',
                Enumerable.Range(0, 20).Select(i => $"{{\"instruction\": \"question {i}\", \"output\": \"answer {i * 37}\"}}")
            )
        );
        switch (Path.GetExtension(name))
        {
            case ".parquet":
                await TableFile.WriteAsync(
                    path,
                    Enumerable.Range(0, 20).Select(i => new Row { instruction = $"question {i}", output = $"answer {i * 37}" }).ToList(),
                    TestContext.Current.CancellationToken
                );
                break;
            case ".gz":
                await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Optimal))
                {
                    gzip.Write(json);
                }

                break;
            default:
                await using (var archive = await ZipFile.OpenAsync(path, ZipArchiveMode.Create, TestContext.Current.CancellationToken))
                {
                    await using var entry = await archive.CreateEntry("data.jsonl").OpenAsync(TestContext.Current.CancellationToken);
                    entry.Write(json);
                }

                break;
        }

        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        File.Delete(path);
        return bytes;
    }

    private sealed class Row
    {
        public string instruction { get; set; } = "";

        public string output { get; set; } = "";
    }
}
