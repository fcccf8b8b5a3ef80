using System.Text.Json.Nodes;
using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Caching;

public sealed class SealedRecordTests : IDisposable
{
    private const long Room = 1 << 20;
    private readonly TemporaryFolder _folder = new();

    private string Record => _folder.PathOf("record.json");

    [Fact]
    public void What_was_written_is_read_without_its_seal()
    {
        SealedRecord.Write(Record, Content());

        var reading = SealedRecord.Read(Record, Room);

        Assert.Null(reading.Damage);
        Assert.True(JsonNode.DeepEquals(Content(), reading.Content));
    }

    [Fact]
    public void The_seal_is_the_last_entry_and_holds_for_another_layout_of_the_same_content()
    {
        var text = SealedRecord.ToText(Content());
        var root = JsonNode.Parse(text)!.AsObject();

        Assert.Equal(SealedRecord.Seal, root.Last().Key);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.NotNull(SealedRecord.Parse(root.ToJsonString()).Content);
        Assert.Equal(Digest.OfText(CanonicalJson.Text(Content())), (string?)root[SealedRecord.Seal]);
    }

    [Fact]
    public void Sealing_leaves_the_content_as_it_was()
    {
        var content = Content();
        SealedRecord.ToText(content);

        Assert.False(content.ContainsKey(SealedRecord.Seal));
    }

    [Fact]
    public void Whatever_byte_is_changed_it_is_damaged_or_says_the_same()
    {
        SealedRecord.Write(Record, Content());
        var bytes = File.ReadAllBytes(Record);
        for (var at = 0; at < bytes.Length; at++)
        {
            var changed = bytes.ToArray();
            changed[at] ^= 1;
            File.WriteAllBytes(Record, changed);

            var reading = SealedRecord.Read(Record, Room);

            Assert.True(reading.Damage is not null || JsonNode.DeepEquals(Content(), reading.Content), $"byte {at}");
            Assert.True(reading.Damage is null || reading.Content is null);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"seal\": 1}")]
    [InlineData("{\"seal\": null}")]
    [InlineData("{\"a\": 1, \"a\": 1, \"seal\": \"x\"}")]
    [InlineData("{\"a\": 1e999, \"seal\": \"x\"}")]
    [InlineData("{\"a\": NaN, \"seal\": \"x\"}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public void What_has_no_seal_of_its_own_is_damaged(string text)
    {
        var reading = SealedRecord.Parse(text);

        Assert.Null(reading.Content);
        Assert.NotNull(reading.Damage);
    }

    [Fact]
    public void Where_there_is_none_it_is_absent_and_not_damaged()
    {
        Assert.Equal(RecordReading.Absent, SealedRecord.Read(Record, Room));
        Assert.Equal(RecordReading.Absent, SealedRecord.Read(_folder.PathOf("no", "folder", "record.json"), Room));
    }

    [Fact]
    public void What_is_longer_than_it_can_be_is_not_read()
    {
        SealedRecord.Write(Record, Content());
        var length = new FileInfo(Record).Length;

        Assert.NotNull(SealedRecord.Read(Record, length).Content);
        Assert.Equal($"has {length} bytes, more than such a record can have", SealedRecord.Read(Record, length - 1).Damage);
    }

    [Fact]
    public void What_cannot_be_opened_is_damaged_and_not_absent()
    {
        SealedRecord.Write(Record, Content());
        using var held = new FileStream(Record, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.StartsWith("cannot be read: ", SealedRecord.Read(Record, Room).Damage, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static JsonObject Content() =>
        new()
        {
            ["name"] = "ä\t\"x\"",
            ["numbers"] = new JsonArray(1, 2.5, -3),
            ["nothing"] = null,
            ["inner"] = new JsonObject { ["b"] = true, ["a"] = false },
        };
}
