using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Reading;

namespace Pipeline.Tests.Modeling.Tokenization.Reading;

/// <summary>Small files that ask for any amount of memory, stack or time are refused, each by file and key.</summary>
public sealed class HostileTokenizerTests
{
    private const string Name = "folder/tokenizer.json";

    [Theory]
    [InlineData("normalizer", "normalizers", """{"type":"Replace","pattern":{"String":"a"},"content":"aa"}""", 40)]
    [InlineData("decoder", "decoders", """{"type":"Replace","pattern":{"String":"a"},"content":"aa"}""", 40)]
    [InlineData("pre_tokenizer", "pretokenizers", """{"type":"Digits","individual_digits":true}""", 200_000)]
    [InlineData("post_processor", "processors", """{"type":"BertProcessing","sep":["a",0],"cls":["a",0]}""", 200_000)]
    public void A_chain_without_end(string key, string list, string step, int count) =>
        Refused(key, $$"""{"type":"Sequence","{{list}}":[{{string.Join(',', Enumerable.Repeat(step, count))}}]}""", "chain");

    [Fact]
    public void A_single_replacement_that_writes_a_book() =>
        Refused("normalizer", $$"""{"type":"Replace","pattern":{"String":"a"},"content":"{{new string('b', 1000)}}"}""", "times as long");

    [Fact]
    public void Sequences_in_sequences_without_end()
    {
        var nested =
            string.Concat(Enumerable.Repeat("""{"type":"Sequence","normalizers":[""", 10_000))
            + string.Concat(Enumerable.Repeat("]}", 10_000));

        Assert.Contains(
            Name,
            Assert
                .Throws<InvalidDataException>(() =>
                    TokenizerJsonReader.Read(Name, Encoding.UTF8.GetBytes($$"""{"normalizer":{{nested}}}"""))
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>A merge always leaves one symbol fewer, so that a circle ends.</summary>
    [Fact]
    public void Merges_in_a_circle_end()
    {
        const string Json =
            """{"model":{"type":"BPE","vocab":{"a":0,"b":1,"aa":0,"ab":1,"ba":0,"bb":1},"merges":["a a","a b","b a","b b"]}}""";
        var tokenizer = new TextTokenizer(TokenizerJsonReader.Read(Name, Encoding.UTF8.GetBytes(Json)), []);

        Assert.Single(tokenizer.Encode(string.Concat(Enumerable.Repeat("ab", 50_000))));
    }

    private static void Refused(string key, string piece, string what)
    {
        var root = JsonNode.Parse(File.ReadAllText(GoldenTokenizer.Folder("variants/smollm2/tokenizer.json")))!;
        root[key] = JsonNode.Parse(piece);

        var error = Assert.Throws<InvalidDataException>(() => TokenizerJsonReader.Read(Name, Encoding.UTF8.GetBytes(root.ToJsonString())));

        Assert.StartsWith($"{Name}: {key}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }
}
