using System.IO.Compression;
using System.Text;

namespace Pipeline.Tests.Stages.Ingest;

public sealed class CompressedFileTests : IDisposable
{
    private const string Good = """{"instruction": "Ask", "output": "Answer"}""";

    private readonly DatasetReading _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Gzip_and_zip_hold_what_a_plain_file_holds()
    {
        var text = $"[{Good}, {Good}]";
        var plain = await _data.ReadAsync(_data.Write("data.json", text));

        foreach (var name in new[] { _data.Write("data.json.gz", Gzip(Encoding.UTF8.GetBytes(text))), _data.Write("data.zip", Zip(("data.json", text))), _data.Write("DATA.JSON.GZ", Gzip(Encoding.UTF8.GetBytes(text))) })
        {
            Assert.Equal(plain.Select(row => row.Instance.InstanceId), (await _data.ReadAsync(name)).Select(row => row.Instance.InstanceId));
        }
    }

    [Fact]
    public async Task A_zip_may_hold_folders_and_what_macOS_adds()
    {
        var name = _data.Write("data.zip", Zip(("folder/", ""), ("folder/data.jsonl", Good), ("__MACOSX/._data.jsonl", "x")));

        Assert.Single(await _data.ReadAsync(name));
    }

    [Fact]
    public async Task A_zip_of_nothing_or_of_several_files_is_refused_with_what_it_holds()
    {
        Assert.Equal("none.zip: the archive holds 0 files, expected exactly one.", await _data.RefusalAsync(_data.Write("none.zip", Zip())));
        Assert.Equal(
            "two.zip: the archive holds 2 files (a.jsonl, b.jsonl), expected exactly one.",
            await _data.RefusalAsync(_data.Write("two.zip", Zip(("a.jsonl", Good), ("b.jsonl", Good)))));
        Assert.Equal(
            "csv.zip, entry a.csv is in no form that is read: expected .json, .jsonl or .ndjson (also as .gz or .zip), or .parquet.",
            await _data.RefusalAsync(_data.Write("csv.zip", Zip(("a.csv", "x")))));
    }

    [Fact]
    public async Task What_only_seems_to_be_compressed_is_refused()
    {
        Assert.StartsWith("data.zip cannot be read as a zip archive: ", await _data.RefusalAsync(_data.Write("data.zip", Good)), StringComparison.Ordinal);
        Assert.StartsWith("data.jsonl.gz: the compressed data is damaged after 0 bytes: ", await _data.RefusalAsync(_data.Write("data.jsonl.gz", Good)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_truncated_gzip_is_refused_wherever_it_was_cut()
    {
        var whole = Gzip(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 50).Select(i => Good.Replace("Ask", $"Ask {i * i}", StringComparison.Ordinal)))));
        for (var length = 1; length < whole.Length; length++)
        {
            await _data.RefusalAsync(_data.Write("data.jsonl.gz", whole[..length]));
        }
    }

    [Fact]
    public async Task Gzip_members_one_after_the_other_are_one_file_and_other_bytes_behind_them_are_damage()
    {
        var member = Gzip(Encoding.UTF8.GetBytes(Good + "\n"));

        Assert.Equal(2, (await _data.ReadAsync(_data.Write("data.jsonl.gz", [.. member, .. member]))).Count);
        Assert.Contains("holds something else after the data", await _data.RefusalAsync(_data.Write("data.jsonl.gz", [.. member, .. "garbage"u8])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(' ')]
    [InlineData('a')]
    public async Task A_bomb_is_refused_early(char filling)
    {
        var bomb = _data.Write("bomb.jsonl.gz", Gzip(stream =>
        {
            var block = new byte[1 << 20];
            Array.Fill(block, (byte)filling);
            for (var i = 0; i < 160; i++)
            {
                stream.Write(block);
            }
        }));

        var refusal = await _data.RefusalAsync(bomb);

        Assert.Contains(filling == ' ' ? "decompresses to more than" : "is longer than 16 MiB", refusal, StringComparison.Ordinal);
    }

    private static byte[] Gzip(byte[] bytes) => Gzip(stream => stream.Write(bytes));

    private static byte[] Gzip(Action<Stream> write)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.SmallestSize))
        {
            write(gzip);
        }

        return memory.ToArray();
    }

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in entries)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return memory.ToArray();
    }
}
