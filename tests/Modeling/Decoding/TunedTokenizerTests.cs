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
}
