using System.Text;
using CsCheck;
using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

public sealed class FileMemoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Replies_outlive_the_process_and_come_from_all_segments()
    {
        Put(("a", "first"), ("b", ""));
        Put(("c", "third"));
        using var memo = Open();

        Assert.Equal(["first", "", "third", null], [Get(memo, "a"), Get(memo, "b"), Get(memo, "c"), Get(memo, "d")]);
        Assert.Equal(2, Directory.EnumerateFiles(_folder.PathOf("memo")).Count());
    }

    [Fact]
    public void A_memo_that_only_reads_writes_nothing()
    {
        using var memo = Open();

        Assert.Null(Get(memo, "a"));
        Assert.False(Directory.Exists(_folder.PathOf("memo")));
    }

    [Fact]
    public void What_is_put_is_there_for_the_same_memo_and_for_one_that_opens_meanwhile()
    {
        using var writing = Open();
        writing.Put([(Key("a"), "one"u8.ToArray())]);
        using var reading = Open();

        Assert.Equal("one", Get(writing, "a"));
        Assert.Equal("one", Get(reading, "a"));
    }

    [Fact]
    public void A_reply_that_is_damaged_after_it_was_loaded_is_none()
    {
        Put(("a", "alpha"), ("b", "beta"));
        using var memo = Open();
        Assert.Equal("alpha", Get(memo, "a"));
        var bytes = Segment();
        bytes[bytes.AsSpan().IndexOf("alpha"u8)] ^= 1;
        File.WriteAllBytes(Directory.EnumerateFiles(_folder.PathOf("memo")).Single(), bytes);

        Assert.Null(Get(memo, "a"));
        Assert.Equal("beta", Get(memo, "b"));
    }

    [Fact]
    public void A_segment_cut_at_any_byte_loses_only_the_records_that_the_cut_reached()
    {
        Put(("a", "alpha"));
        var first = Segment().Length;
        using (var again = Open())
        {
            // A process appends to a segment of its own; joined here as one process's second and third record.
            again.Put([(Key("b"), "beta"u8.ToArray()), (Key("c"), "gamma"u8.ToArray())]);
            again.Put([(Key("d"), "delta"u8.ToArray())]);
        }

        var segments = Directory.EnumerateFiles(_folder.PathOf("memo")).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList();
        var whole = segments.OrderBy(bytes => bytes.Length).SelectMany(bytes => bytes).ToArray();
        var second = first + RecordLength(2, "beta".Length + "gamma".Length);
        for (var length = 0; length <= whole.Length; length++)
        {
            using var cut = new TemporaryFolder();
            Directory.CreateDirectory(cut.PathOf("memo"));
            File.WriteAllBytes(cut.PathOf("memo", "one.memo"), whole[..length]);
            using var memo = new FileMemo(cut.PathOf("memo"));

            Assert.Equal(length >= first ? "alpha" : null, Get(memo, "a"));

            // Put together, kept together: never one of the two.
            Assert.Equal(length >= second ? "beta" : null, Get(memo, "b"));
            Assert.Equal(length >= second ? "gamma" : null, Get(memo, "c"));
            Assert.Equal(length == whole.Length ? "delta" : null, Get(memo, "d"));
        }
    }

    [Fact]
    public void A_damaged_byte_never_gives_a_wrong_reply()
    {
        Put(("a", "alpha"));
        var path = Directory.EnumerateFiles(_folder.PathOf("memo")).Single();
        var bytes = File.ReadAllBytes(path);
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] ^= 0x21;
            File.WriteAllBytes(path, bytes);
            using (var memo = Open())
            {
                Assert.Null(Get(memo, "a"));
            }

            bytes[at] ^= 0x21;
        }
    }

    [Fact]
    public void Any_replies_come_back_as_they_were() =>
        Gen
            .Byte.Array[0, 300]
            .Array[1, 6]
            .Sample(
                replies =>
                {
                    using var folder = new TemporaryFolder();
                    using (var memo = new FileMemo(folder.PathOf("memo")))
                    {
                        memo.Put(replies.Select((reply, i) => (Key($"{i}"), (ReadOnlyMemory<byte>)reply)).ToList());
                    }

                    using var read = new FileMemo(folder.PathOf("memo"));
                    for (var i = 0; i < replies.Length; i++)
                    {
                        Assert.True(read.TryGet(Key($"{i}"), out var reply));
                        Assert.Equal(replies[i], reply);
                    }
                },
                iter: 50,
                threads: 1
            );

    [Fact]
    public void Several_threads_may_put_and_get()
    {
        using var memo = Open();
        Parallel.For(
            0,
            64,
            i =>
            {
                memo.Put([(Key($"{i}"), Encoding.UTF8.GetBytes($"reply {i}"))]);
                Assert.Equal($"reply {i}", Get(memo, $"{i}"));
            }
        );
    }

    [Fact]
    public void A_request_that_is_no_digest_is_refused()
    {
        using var memo = Open();

        Assert.Throws<ArgumentException>(() => memo.Put([("abc", ReadOnlyMemory<byte>.Empty)]));
    }

    public void Dispose() => _folder.Dispose();

    private static string Key(string name) => Digest.OfText(name);

    private static string? Get(FileMemo memo, string key) => memo.TryGet(Key(key), out var reply) ? Encoding.UTF8.GetString(reply) : null;

    private static int RecordLength(int replies, int bytes) => 8 + (replies * 36) + bytes + 8;

    private FileMemo Open() => new(_folder.PathOf("memo"));

    private byte[] Segment() => File.ReadAllBytes(Directory.EnumerateFiles(_folder.PathOf("memo")).Single());

    private void Put(params (string Key, string Reply)[] replies)
    {
        using var memo = Open();
        memo.Put(replies.Select(entry => (Key(entry.Key), (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(entry.Reply))).ToList());
    }
}
