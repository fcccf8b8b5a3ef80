using System.Text.Json.Nodes;
using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Tokenization;
using Pipeline.Tests.Modeling.Tokenization;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Decoding;

public sealed class TunedTokenizerTests
{
    [Fact]
    public void Tokenizers_may_differ_in_what_they_mark_as_special_but_not_in_tokens()
    {
        using var tuned = new TemporaryFolder();
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(GoldenTokenizer.Folder("qwen2"), TokenizerFile.FileName)))!;
        var added = json["added_tokens"]![0]!;
        added["special"] = false;
        File.WriteAllText(tuned.PathOf(TokenizerFile.FileName), json.ToJsonString());

        Assert.True(
            TunedTokenizer.Load(GoldenTokenizer.Folder("qwen2"), tuned.Root).TryGetId(added["content"]!.GetValue<string>(), out var id)
        );

        added["content"] = "<|other|>";
        File.WriteAllText(tuned.PathOf(TokenizerFile.FileName), json.ToJsonString());
        var error = Assert.Throws<InvalidDataException>(() => TunedTokenizer.Load(GoldenTokenizer.Folder("qwen2"), tuned.Root));
        Assert.Contains($"token {id}, which is '<|other|>' here", error.Message, StringComparison.Ordinal);
    }

    /// <summary>An adapter's folder has no <c>config.json</c>; a checkpoint's has, and may have no tokenizer.</summary>
    [Theory]
    [InlineData(false, true, new[] { 1, 2 })]
    [InlineData(false, false, new[] { 1, 2 })]
    [InlineData(true, true, new[] { 3, 4 })]
    [InlineData(true, false, new[] { 3, 4 })]
    public void Answers_end_as_the_model_says_that_writes_them(bool isCheckpoint, bool hasTokenizer, int[] expected)
    {
        using var model = new TemporaryFolder();
        using var tuned = new TemporaryFolder();
        Write(model, 1, 2);
        if (hasTokenizer)
        {
            File.Copy(model.PathOf(TokenizerFile.FileName), tuned.PathOf(TokenizerFile.FileName));
        }

        if (isCheckpoint)
        {
            tuned.Write("config.json", """{ "eos_token_id": 3 }""");
            tuned.Write("generation_config.json", """{ "eos_token_id": [3, 4] }""");
        }
        else
        {
            tuned.Write("adapter_config.json", "{}");
        }

        Assert.Equal(expected, TunedTokenizer.Load(model.Root, tuned.Root).EndTokens);
        Assert.Equal([1, 2], TunedTokenizer.Load(model.Root, null).EndTokens);
    }

    private static void Write(TemporaryFolder folder, int configured, int generation)
    {
        File.Copy(Path.Combine(GoldenTokenizer.Folder("qwen2"), TokenizerFile.FileName), folder.PathOf(TokenizerFile.FileName));
        folder.Write("config.json", $"{{ \"eos_token_id\": {configured} }}");
        folder.Write("generation_config.json", $"{{ \"eos_token_id\": {generation} }}");
    }
}
