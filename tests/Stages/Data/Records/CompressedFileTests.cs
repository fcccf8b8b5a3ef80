using System.IO.Compression;
using System.Text;
using Pipeline.Tests.Stages.Data.Ingest;

namespace Pipeline.Tests.Stages.Data.Records;

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

        foreach (
            var name in new[]
            {
                _data.Write("data.json.gz", Gzip(Encoding.UTF8.GetBytes(text))),
                _data.Write("data.zip", Zip(("data.json", text))),
                _data.Write("DATA.JSON.GZ", Gzip(Encoding.UTF8.GetBytes(text))),
            }
        )
        {
            Assert.Equal(
                plain.Select(row => row.Instance.InstanceId),
                (await _data.ReadAsync(name)).Select(row => row.Instance.InstanceId)
            );
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
        Assert.Equal(
            "none.zip: the archive holds 0 files, expected exactly one.",
            await _data.RefusalAsync(_data.Write("none.zip", Zip()))
        );
        Assert.Equal(
            "two.zip: the archive holds 2 files (a.jsonl, b.jsonl), expected exactly one.",
            await _data.RefusalAsync(_data.Write("two.zip", Zip(("a.jsonl", Good), ("b.jsonl", Good))))
        );
        Assert.Equal(
            "csv.zip, entry a.csv is in no form that is read: expected .json, .jsonl or .ndjson (also as .gz or .zip), or .parquet.",
            await _data.RefusalAsync(_data.Write("csv.zip", Zip(("a.csv", "x"))))
        );
    }

    [Fact]
    public async Task What_only_seems_to_be_compressed_is_refused()
    {
        Assert.Equal(
            "data.zip cannot be read as a zip archive: its directory of entries is missing or damaged; expected a file that ends with one.",
            await _data.RefusalAsync(_data.Write("data.zip", Good))
        );
        Assert.Equal(
            "data.jsonl.gz: the compressed data is damaged after 0 bytes: what follows is not what gzip defines.",
            await _data.RefusalAsync(_data.Write("data.jsonl.gz", Good))
        );
    }

    [Fact]
    public async Task An_entry_that_is_packed_otherwise_is_refused_with_what_is_read()
    {
        var zip = Zip(("data.jsonl", Good));
        foreach (var signature in new[] { "PK\u0001\u0002", "PK\u0003\u0004" })
        {
            var at = zip.AsSpan().LastIndexOf(Encoding.Latin1.GetBytes(signature));
            zip[at + (signature[2] == '\u0001' ? 10 : 8)] = 98;
        }

        Assert.Equal(
            "data.zip cannot be read as a zip archive: entry data.jsonl is damaged, or packed by another method than deflate.",
            await _data.RefusalAsync(_data.Write("data.zip", zip))
        );
    }

    [Fact]
    public async Task A_truncated_gzip_is_refused_wherever_it_was_cut()
    {
        var whole = Gzip(
            Encoding.UTF8.GetBytes(
                string.Join('\n', Enumerable.Range(0, 50).Select(i => Good.Replace("Ask", $"Ask {i * i}", StringComparison.Ordinal)))
            )
        );
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
        Assert.Contains(
            "holds something else after the data",
            await _data.RefusalAsync(_data.Write("data.jsonl.gz", [.. member, .. "garbage"u8])),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(' ')]
    [InlineData('a')]
    public async Task A_bomb_is_refused_early(char filling)
    {
        var bomb = _data.Write(
            "bomb.jsonl.gz",
            Gzip(stream =>
            {
                var block = new byte[1 << 20];
                Array.Fill(block, (byte)filling);
                for (var i = 0; i < 160; i++)
                {
                    stream.Write(block);
                }
            })
        );

        var refusal = await _data.RefusalAsync(bomb);

        Assert.Contains(filling == ' ' ? "decompresses to more than" : "is longer than 16 MiB", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_whose_checksum_is_another_is_refused_with_both()
    {
        var zip = Zip(("folder/data.jsonl", Good));
        var directory = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        var checksum = BitConverter.ToUInt32(zip, directory + 16);
        BitConverter.TryWriteBytes(zip.AsSpan(directory + 16), 0x12345678);

        Assert.Equal(
            $"data.zip, entry folder/data.jsonl: the data is damaged: its checksum (CRC-32) is {checksum:x8}, and the archive says "
                + "12345678.",
            await _data.RefusalAsync(_data.Write("data.zip", zip))
        );
    }

    [Fact]
    public async Task An_entry_with_a_changed_bit_is_refused_even_where_it_still_reads_as_rows()
    {
        var zip = Zip(CompressionLevel.NoCompression, ("data.jsonl", Good));
        zip[zip.AsSpan().IndexOf("Ask"u8)] ^= 32;

        Assert.Matches(
            @"^data\.zip, entry data\.jsonl: the data is damaged: its checksum \(CRC-32\) is [0-9a-f]{8}, and the archive says [0-9a-f]{8}\.$",
            await _data.RefusalAsync(_data.Write("data.zip", zip))
        );
    }

    [Fact]
    public async Task A_truncated_or_changed_zip_is_refused_or_reads_as_before()
    {
        var whole = Zip(
            (
                "data.jsonl",
                string.Join('\n', Enumerable.Range(0, 20).Select(i => Good.Replace("Ask", $"Ask {i * i}", StringComparison.Ordinal)))
            )
        );
        var before = (await _data.ReadAsync(_data.Write("data.zip", whole))).Select(row => row.Instance.InstanceId).ToList();
        for (var at = 0; at < whole.Length; at++)
        {
            await _data.RefusalAsync(_data.Write("data.zip", whole[..at]));
            var changed = (byte[])whole.Clone();
            changed[at] ^= (byte)(1 << (at % 8));
            if (await _data.RowsOrRefusalAsync(_data.Write("data.zip", changed)) is { } rows)
            {
                Assert.Equal(before, rows.Select(row => row.Instance.InstanceId));
            }
        }
    }

    [Fact]
    public async Task An_encrypted_entry_is_refused_by_name()
    {
        var zip = Zip(("data.jsonl", Good));
        zip[6] |= 1;
        zip[zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 8] |= 1;

        Assert.Equal("data.zip, entry data.jsonl, is encrypted.", await _data.RefusalAsync(_data.Write("data.zip", zip)));
    }

    [Fact]
    public async Task An_entry_that_names_a_place_outside_is_read_and_written_nowhere()
    {
        var name = _data.Write("data.zip", Zip(("../../escaped.jsonl", Good)));

        Assert.Single(await _data.ReadAsync(name));
        Assert.Equal([_data.PathOf(name)], Directory.EnumerateFiles(_data.PathOf(""), "*", SearchOption.AllDirectories));
        Assert.False(File.Exists(_data.PathOf("../../escaped.jsonl")));
    }

    [Fact]
    public async Task A_zip_bomb_is_refused_early()
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var stream = archive.CreateEntry("data.jsonl", CompressionLevel.SmallestSize).Open();
            var block = new byte[1 << 20];
            Array.Fill(block, (byte)' ');
            for (var i = 0; i < 160; i++)
            {
                stream.Write(block);
            }
        }

        Assert.Contains(
            "decompresses to more than",
            await _data.RefusalAsync(_data.Write("bomb.zip", memory.ToArray())),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    public async Task A_gzip_whose_checksum_or_length_is_another_is_refused(int fromEnd)
    {
        var gzip = Gzip(Encoding.UTF8.GetBytes(Good));
        gzip[^fromEnd] ^= 1;

        Assert.StartsWith(
            "data.jsonl.gz: the compressed data is damaged",
            await _data.RefusalAsync(_data.Write("data.jsonl.gz", gzip)),
            StringComparison.Ordinal
        );
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

    private static byte[] Zip(params (string Name, string Text)[] entries) => Zip(CompressionLevel.Optimal, entries);

    private static byte[] Zip(CompressionLevel level, params (string Name, string Text)[] entries)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in entries)
            {
                using var stream = archive.CreateEntry(name, level).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return memory.ToArray();
    }
}
