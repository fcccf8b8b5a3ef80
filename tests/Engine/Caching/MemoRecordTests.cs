using System.Buffers.Binary;
using System.Text;
using Pipeline.Engine.Caching;

namespace Pipeline.Tests.Engine.Caching;

public sealed class MemoRecordTests
{
    private static readonly string[] _requests = [Digest.OfText("one"), Digest.OfText("two"), Digest.OfText("none")];
    private static readonly string[] _replies = ["first", "the second", ""];

    [Fact]
    public void Replies_come_back_under_their_requests()
    {
        var record = Encode();
        var read = MemoRecord.ReadNext(new MemoryStream(record))!;

        Assert.Equal(record, read);
        Assert.Equal(_requests, MemoRecord.RepliesOf(read).Select(reply => reply.Digest));
        Assert.Equal(_replies, MemoRecord.RepliesOf(read).Select(reply => Encoding.UTF8.GetString(read, reply.Offset, reply.Length)));
    }

    [Fact]
    public void Records_follow_each_other_until_the_end()
    {
        var record = Encode();
        using var segment = new MemoryStream([.. record, .. record]);

        Assert.Equal(record, MemoRecord.ReadNext(segment));
        Assert.Equal(record, MemoRecord.ReadNext(segment));
        Assert.Null(MemoRecord.ReadNext(segment));
    }

    [Fact]
    public void One_flipped_bit_anywhere_makes_it_none()
    {
        var record = Encode();
        for (var bit = 0; bit < record.Length * 8; bit++)
        {
            var damaged = record.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.True(MemoRecord.ReadNext(new MemoryStream(damaged)) is null, $"bit {bit}");
        }
    }

    [Fact]
    public void Cut_short_anywhere_it_is_none()
    {
        var record = Encode();
        for (var length = 0; length < record.Length; length++)
        {
            Assert.True(MemoRecord.ReadNext(new MemoryStream(record[..length])) is null, $"{length} bytes");
        }
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(-1, 10)]
    [InlineData(1, -1)]
    [InlineData(1, int.MaxValue)]
    [InlineData(int.MaxValue, 100)]
    public void Counts_that_cannot_be_are_refused_before_anything_is_read(int count, int body)
    {
        var header = new byte[200];
        BinaryPrimitives.WriteInt32LittleEndian(header, count);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), body);

        Assert.Null(MemoRecord.ReadNext(new MemoryStream(header)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    public void A_request_that_is_no_digest_is_refused(string request)
    {
        var error = Assert.Throws<ArgumentException>(() => MemoRecord.Encode([(request, new byte[1])]));

        Assert.StartsWith($"'{request}' is no SHA-256 digest.", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Encode() =>
        MemoRecord.Encode([.. _requests.Zip(_replies, (request, reply) => (request, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(reply)))]);
}
