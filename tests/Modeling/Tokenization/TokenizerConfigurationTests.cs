using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Modeling.Tokenization;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Tokenization;

/// <summary>Holds what <c>tokenizer_config.json</c> says against the reference implementation.</summary>
public sealed class TokenizerConfigurationTests
{
    private const string Model = "model";

    private static readonly string _folder = GoldenTokenizer.Folder("configurations");

    [Fact]
    public void Ids_of_a_folder_are_exact()
    {
        foreach (var line in File.ReadLines(Path.Combine(_folder, "cases.jsonl")))
        {
            var golden = JsonSerializer.Deserialize<Case>(line, JsonSerializerOptions.Web)!;
            var tokenizer = Load(golden.Layout, golden.ModelType, golden.Configuration, golden.PostProcessor);

            new GoldenCase(line, true, golden.Ids, null).AssertIds(
                tokenizer.Encode(golden.Text, SpecialTokenHandling.Add | SpecialTokenHandling.Parse)
            );
            int[] begin = tokenizer.BeginOfText is { } id ? [id] : [];
            Assert.StartsWith(
                string.Join(' ', [.. begin, .. tokenizer.Encode(golden.Text)]),
                string.Join(' ', golden.Ids),
                StringComparison.Ordinal
            );
        }
    }

    /// <summary>Here the reference implementation's version 4 is followed, as the models were trained so.</summary>
    [Fact]
    public void A_sentencepiece_model_begins_texts_where_the_file_does_not_say()
    {
        Assert.Equal(1, Load(Model, "llama", null).BeginOfText);
        Assert.Equal(1, Load(Model, "llama", new JsonObject { ["bos_token"] = "", ["tokenizer_class"] = "LLaMATokenizer" }).BeginOfText);
    }

    [Theory]
    [InlineData("add_bos_token", "\"true\"", "add_bos_token is \"true\", expected true or false")]
    [InlineData("add_eos_token", "1", "add_eos_token is 1, expected true or false")]
    [InlineData("tokenizer_class", "[]", "tokenizer_class is [], expected a text")]
    [InlineData("pad_token", "0", "pad_token is 0, expected a text")]
    [InlineData("eos_token", "{\"content\": 3}", "eos_token.content is 3, expected a text")]
    [InlineData("additional_special_tokens", "\"x\"", "additional_special_tokens is \"x\", expected a list")]
    [InlineData("extra_special_tokens", "[7]", "extra_special_tokens[0] is 7, expected a text")]
    public void A_value_of_a_wrong_type_is_quoted_with_file_and_key(string key, string value, string message)
    {
        foreach (var layout in new[] { "gpt2", Model })
        {
            var error = Assert.Throws<InvalidDataException>(() => Load(layout, "llama", new JsonObject { [key] = JsonNode.Parse(value) }));

            Assert.Contains("tokenizer_config.json: " + message, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_token_to_add_that_is_no_piece_is_an_error()
    {
        var error = Assert.Throws<InvalidDataException>(() =>
            Load(Model, "llama", new JsonObject { ["add_eos_token"] = true, ["eos_token"] = "<end>" })
        );

        Assert.Contains(
            "tokenizer_config.json: eos_token is '<end>', expected a piece of tokenizer.model",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Tokens_that_the_file_names_are_special()
    {
        var tokenizer = Load(
            "phi",
            "phi",
            new JsonObject
            {
                ["pad_token"] = new JsonObject { ["content"] = "    " },
                ["extra_special_tokens"] = new JsonObject { ["x"] = "  " },
            }
        );

        Assert.Superset(new HashSet<string>(["    ", "  "]), tokenizer.SpecialTokens.ToHashSet());
        Assert.True(tokenizer.TryGetId("    ", out var spaces));
        Assert.DoesNotContain(spaces, tokenizer.Encode("a    b"));
        Assert.Equal("", tokenizer.Decode([spaces]));
    }

    private static ITokenizer Load(string layout, string modelType, JsonObject? configuration, JsonObject? postProcessor = null)
    {
        using var folder = new TemporaryFolder();
        if (layout == Model)
        {
            File.Copy(Path.Combine(_folder, TokenizerFile.SentencePieceFileName), folder.PathOf(TokenizerFile.SentencePieceFileName));
        }
        else
        {
            var json = JsonNode.Parse(File.ReadAllBytes(Path.Combine(GoldenTokenizer.Folder(layout), TokenizerFile.FileName)))!;
            if (postProcessor is not null)
            {
                json["post_processor"] = postProcessor.Count > 0 ? postProcessor.DeepClone() : null;
            }

            File.WriteAllText(folder.PathOf(TokenizerFile.FileName), json.ToJsonString());
        }

        File.WriteAllText(folder.PathOf("config.json"), new JsonObject { ["model_type"] = modelType }.ToJsonString());
        if (configuration is not null)
        {
            File.WriteAllText(folder.PathOf("tokenizer_config.json"), configuration.ToJsonString());
        }

        return TokenizerFile.Load(folder.Root);
    }

    private sealed record Case(
        string Layout,
        string ModelType,
        JsonObject? PostProcessor,
        JsonObject? Configuration,
        string Text,
        int[] Ids
    );
}
