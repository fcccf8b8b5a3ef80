using System.Text.Json.Nodes;
using Pipeline.Modeling.Tokenization;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Tokenization;

/// <summary>The tokens that end what a model writes, by what its folder says.</summary>
public sealed class EndTokensTests
{
    private const string Absent = "absent";

    [Theory]
    [InlineData("2", Absent, new[] { 2 })]
    [InlineData("2", "3", new[] { 2, 3 })]
    [InlineData("[3, 2]", "[2, 5]", new[] { 3, 2, 5 })]
    [InlineData("null", "[5, 4]", new[] { 5, 4 })]
    [InlineData(Absent, "7", new[] { 7 })]
    [InlineData("[]", "[]", new int[0])]
    [InlineData("null", Absent, new int[0])]
    [InlineData("[4]", "null", new[] { 4 })]
    public void They_are_those_of_both_configurations_the_models_first(string configured, string generation, int[] expected)
    {
        using var folder = Folder(configured, generation);

        var tokenizer = TokenizerFile.Load(folder.Root);

        Assert.Equal(expected, tokenizer.EndTokens);
        Assert.Equal(expected.Length == 0 ? null : expected[0], tokenizer.EndOfText);
    }

    [Fact]
    public void Where_neither_names_one_the_tokenizers_own_does()
    {
        using var folder = Folder("null", Absent);
        folder.Write("tokenizer_config.json", """{ "eos_token": "<|endoftext|>" }""");

        var tokenizer = TokenizerFile.Load(folder.Root);

        Assert.True(tokenizer.TryGetId("<|endoftext|>", out var end));
        Assert.Equal([end], tokenizer.EndTokens);
        Assert.Equal(end, tokenizer.EndOfText);
    }

    [Theory]
    [InlineData("\"2\"", "eos_token_id is \"2\", expected a token id or a list of them")]
    [InlineData("2.5", "eos_token_id is 2.5, expected a token id or a list of them")]
    [InlineData("99999999999999", "eos_token_id is 99999999999999, expected a token id or a list of them")]
    [InlineData("{ \"id\": 2 }", "eos_token_id is { \"id\": 2 }, expected a token id or a list of them")]
    [InlineData("[2, null]", "eos_token_id[1] is missing, expected a token id or a list of them")]
    [InlineData("[2, [3]]", "eos_token_id[1] is [3], expected a token id or a list of them")]
    [InlineData("[2, 5000]", "eos_token_id[1] is 5000, expected an id of the tokenizer, whose vocabulary has ")]
    [InlineData("-1", "eos_token_id is -1, expected an id of the tokenizer, whose vocabulary has ")]
    public void What_is_no_id_of_the_tokenizer_is_an_error_that_quotes_file_and_key(string value, string message)
    {
        using var inModel = Folder(value, Absent);
        using var inGeneration = Folder("2", value);

        Assert.Contains(inModel.PathOf("config.json") + ": " + message, Error(inModel), StringComparison.Ordinal);
        Assert.Contains(inGeneration.PathOf("generation_config.json") + ": " + message, Error(inGeneration), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "the file is [], expected an object")]
    [InlineData("{", "is not valid JSON: in line 1, byte 1, found the end, expected a name in double quotes, or '}'")]
    [InlineData("", "is not valid JSON: in line 1, byte 0, found the end, expected a value")]
    public void A_generation_configuration_that_is_no_object_is_an_error(string content, string message)
    {
        using var folder = Folder("2", Absent);
        folder.Write("generation_config.json", content);

        Assert.Contains(folder.PathOf("generation_config.json"), Error(folder), StringComparison.Ordinal);
        Assert.Contains(message, Error(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_is_too_large_is_not_read()
    {
        using var folder = Folder("2", Absent);
        folder.Write("generation_config.json", $"{{ \"eos_token_id\": [{string.Join(',', Enumerable.Repeat("2", 600_000))}] }}");

        Assert.Contains("generation_config.json has 1200021 bytes, expected at most 1048576", Error(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_spells_none_of_the_added_ones_and_goes_on_spelling_all_others()
    {
        using var folder = new TemporaryFolder();
        var json = JsonNode.Parse(File.ReadAllBytes(Path.Combine(GoldenTokenizer.Folder("qwen2"), TokenizerFile.FileName)))!;
        var added = json["added_tokens"]!.AsArray().Select(token => token!.AsObject()).ToList();
        added.ForEach(token => token["special"] = false);
        File.WriteAllText(folder.PathOf(TokenizerFile.FileName), json.ToJsonString());
        var ends = added.Take(3).Select(token => (Id: token["id"]!.GetValue<int>(), Text: token["content"]!.GetValue<string>())).ToList();
        folder.Write("config.json", $"{{ \"eos_token_id\": {ends[0].Id} }}");
        var before = TokenizerFile.Load(folder.Root);
        Assert.True(before.TryGetId("a", out var letter));
        folder.Write("generation_config.json", $"{{ \"eos_token_id\": [{ends[1].Id}, {letter}] }}");

        var tokenizer = TokenizerFile.Load(folder.Root);

        Assert.Contains(ends[1].Id, before.Encode(ends[1].Text));
        Assert.DoesNotContain(ends[1].Id, tokenizer.Encode(ends[1].Text));
        Assert.Contains(ends[2].Id, tokenizer.Encode(ends[2].Text));
        Assert.Contains(letter, tokenizer.Encode("a"));
    }

    private static string Error(TemporaryFolder folder) =>
        Assert.Throws<InvalidDataException>(() => TokenizerFile.Load(folder.Root)).Message;

    private static TemporaryFolder Folder(string configured, string generation)
    {
        var folder = new TemporaryFolder();
        File.Copy(Repository.PathOf("data", "base", TokenizerFile.FileName), folder.PathOf(TokenizerFile.FileName));
        folder.Write("config.json", configured == Absent ? "{}" : $"{{ \"eos_token_id\": {configured} }}");
        if (generation != Absent)
        {
            folder.Write("generation_config.json", $"{{ \"eos_token_id\": {generation} }}");
        }

        return folder;
    }
}
