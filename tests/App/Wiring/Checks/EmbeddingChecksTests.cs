using Pipeline.Tests.Support;

namespace Pipeline.Tests.App.Wiring.Checks;

/// <summary>The models that embed texts are looked at before anything is computed.</summary>
public sealed class EmbeddingChecksTests : IDisposable
{
    private const string Encoder = "stages.embed.encoder";
    private const string Data = """
        datasets: { d: { path: rows.jsonl } }
        generations: { mine: { path: rows.jsonl, trained_on: d } }

        """;

    private readonly ChainFixture _chain = new();

    public void Dispose() => _chain.Dispose();

    [Fact]
    public async Task What_an_encoder_is_is_said()
    {
        TinyEncoder.Write(_chain.Folder.PathOf("encoder"));

        var check = _chain.Check(Data + Stage("")).Single(check => check.Subject == Encoder);

        Assert.Equal(
            "bert, 75,504 parameters, all tensors are there, 108 tokens, 48 dimensions, mean of at most 64 tokens",
            await check.RunAsync(TestContext.Current.CancellationToken)
        );
        Assert.Equal(["embed-sentences/d", "embed-sentences/mine@d"], check.ProvedBy.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("config.json", "{}", "config.json: model_type is nothing, expected an encoder's: bert or mpnet")]
    [InlineData("tokenizer.json", "{", "tokenizer.json is not valid JSON")]
    [InlineData("model.safetensors", "", "model.safetensors is no safetensors file: it has 0 bytes")]
    public void A_folder_that_cannot_be_used_is_found_by_who_only_plans(string file, string content, string message)
    {
        TinyEncoder.Write(_chain.Folder.PathOf("encoder"));
        File.WriteAllText(_chain.Folder.PathOf("encoder", file), content);

        var refused = _chain.Refused(Data + Stage(""));

        Assert.Contains("stages.embed.encoder: ", refused, StringComparison.Ordinal);
        Assert.Contains(message, refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_do_not_fit_are_found_without_computing()
    {
        TinyEncoder.Write(_chain.Folder.PathOf("encoder"));
        TinyEncoder.Configure(_chain.Folder.PathOf("encoder"), ("intermediate_size", 64));

        Assert.Contains("has shape [96, 48], expected [64, 48] by config.json", _chain.Refused(Data + Stage("")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoder_that_nothing_embeds_with_is_not_looked_at()
    {
        TinyEncoder.Write(_chain.Folder.PathOf("encoder"));

        Assert.DoesNotContain(
            _chain.Check(Data + "stages: { embed: { type: tfidf, encoder: encoder } }"),
            check => check.Subject == Encoder
        );
    }

    [Fact]
    public async Task A_layer_that_the_base_does_not_have_is_found_without_computing()
    {
        File.Copy(Repository.PathOf("data", "base", "config.json"), _chain.Folder.PathOf("model", "config.json"));
        var check = _chain
            .Check("model: model\n" + Data + "stages: { embed: { layer: 9 } }")
            .Single(check => check.Subject == "stages.embed.layer");

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => check.RunAsync(TestContext.Current.CancellationToken));

        Assert.Contains("layer is 9, expected a number from 1 to ", error.Message, StringComparison.Ordinal);
    }

    private static string Stage(string more) => $"stages: {{ embed: {{ type: sentence, encoder: encoder{more} }} }}";
}
