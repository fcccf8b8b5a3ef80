using System.Text.Json.Nodes;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Models.Encoders;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Models.Encoders;

/// <summary>What an encoder's folder is refused for: its files come from elsewhere.</summary>
public sealed class EncoderRefusalTests : IDisposable
{
    private static readonly SentenceForm _form = new(PoolingKind.Mean, 30);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("architectures", "[\"LlamaForCausalLM\"]", "architectures is LlamaForCausalLM, expected an encoder's: one of BertModel")]
    [InlineData("position_embedding_type", "\"relative_key\"", "position_embedding_type is \"relative_key\", expected absolute")]
    [InlineData("hidden_act", "\"softplus\"", "hidden_act is softplus, expected one of")]
    [InlineData("is_decoder", "true", "is_decoder is true, expected false: an encoder")]
    [InlineData("pruned_heads", "{\"0\": [1]}", "pruned_heads is {\"0\":[1]}, expected none")]
    [InlineData("num_attention_heads", "5", "hidden size is 48, expected a multiple of the number of heads, 5")]
    [InlineData("num_hidden_layers", "5000", "number of layers is 5000, expected at most 1024")]
    [InlineData("intermediate_size", "16777216", "intermediate size is 16777216, expected at most 1048576")]
    [InlineData("type_vocab_size", "5000", "type_vocab_size is 5000, expected at most 1024")]
    [InlineData("vocab_size", "-1", "vocab_size is -1, expected a whole number from 1")]
    [InlineData("layer_norm_eps", "0", "layer_norm_eps is 0, expected a number above 0")]
    [InlineData("quantization_config", "{\"bits\": 4}", "quantization_config is {\"bits\":4}, expected weights that are not quantised")]
    [InlineData("hidden_size", "96", "tensor 'embeddings.word_embeddings.weight' has shape [320, 48], expected [320, 96] by config.json")]
    [InlineData("max_position_embeddings", "65", "'embeddings.position_embeddings.weight' has shape [64, 48], expected [65, 48]")]
    [InlineData("num_hidden_layers", "4", "tensor 'encoder.layer.3.attention.self.query.weight' is missing")]
    [InlineData(
        "num_hidden_layers",
        "2",
        "tensor 'encoder.layer.2.attention.output.LayerNorm.bias' belongs to no layer of this bert encoder"
    )]
    public void A_configuration_that_asks_for_something_else_is_named(string key, string value, string message)
    {
        TinyEncoder.Write(_folder.Root);
        TinyEncoder.Configure(_folder.Root, (key, JsonNode.Parse(value)));

        Assert.Contains(message, Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("relative_attention_num_buckets", "31", "relative_attention_num_buckets is 31, expected an even number from 4 to 256")]
    [InlineData("relative_attention_num_buckets", "512", "relative_attention_num_buckets is 512, expected an even number from 4 to 256")]
    [InlineData("relative_attention_num_buckets", "16", "'encoder.relative_attention_bias.weight' has shape [32, 4], expected [16, 4]")]
    [InlineData("max_position_embeddings", "2", "max_position_embeddings is 2, expected more than 2")]
    public void So_is_one_of_mpnet(string key, string value, string message)
    {
        TinyEncoder.Write(_folder.Root, TinyEncoder.Mpnet);
        TinyEncoder.Configure(_folder.Root, (key, JsonNode.Parse(value)));

        Assert.Contains(message, Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_architectures_the_model_type_decides()
    {
        TinyEncoder.Write(_folder.Root);
        TinyEncoder.Configure(_folder.Root, ("architectures", null), ("model_type", "roberta"));
        Assert.Contains("model_type is roberta, expected an encoder's: bert or mpnet", Refused(), StringComparison.Ordinal);

        TinyEncoder.Configure(_folder.Root, ("model_type", "bert"));
        Assert.StartsWith("bert, ", SentenceEncoder.Check(_folder.Root, _form), StringComparison.Ordinal);
    }

    [Fact]
    public void Truncated_weights_are_refused_before_one_is_read()
    {
        TinyEncoder.Write(_folder.Root);
        using (var file = File.Open(_folder.PathOf("model.safetensors"), FileMode.Open))
        {
            file.SetLength(file.Length - 1000);
        }

        Assert.Contains("model.safetensors: tensor '", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_no_encoder_has_is_named()
    {
        TinyEncoder.Write(_folder.Root);
        GoldenEncoderTests.Rewrite(
            _folder.Root,
            weights => new Dictionary<string, Tensor>(weights) { ["encoder.layer.0.attention.self.distance.weight"] = zeros(3) }
        );

        Assert.Contains("tensor 'encoder.layer.0.attention.self.distance.weight' belongs to no layer", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tokenizer_with_more_tokens_than_are_embedded_is_refused()
    {
        TinyEncoder.Write(_folder.Root);
        GoldenEncoderTests.Rewrite(
            _folder.Root,
            weights => new Dictionary<string, Tensor>(weights)
            {
                ["embeddings.word_embeddings.weight"] = weights["embeddings.word_embeddings.weight"].narrow(0, 0, 50).contiguous(),
            }
        );
        TinyEncoder.Configure(_folder.Root, ("vocab_size", 50));

        Assert.Contains("tokens, but the encoder embeds 50", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_that_leaves_no_token_of_the_text_is_refused()
    {
        TinyEncoder.Write(_folder.Root);

        var error = Assert.Throws<InvalidDataException>(() => SentenceEncoder.Check(_folder.Root, new SentenceForm(PoolingKind.Mean, 2)));

        Assert.Contains("max_length is 2, of which the tokens", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("take 2; expected at least 3.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_that_are_not_embedded_and_texts_beyond_the_positions_are_refused()
    {
        TinyEncoder.Write(_folder.Root, TinyEncoder.Mpnet);
        using var encoder = SentenceEncoder.Load(_folder.Root, _form, cancellation: TestContext.Current.CancellationToken);

        Assert.Contains(
            "Token 320 has no embedding",
            Assert
                .Throws<InvalidDataException>(() =>
                    encoder.Embed(
                        [
                            [0, 320, 2],
                        ],
                        TestContext.Current.CancellationToken
                    )
                )
                .Message,
            StringComparison.Ordinal
        );

        // 66 rows of positions, of which the first is for none and the second for padding.
        Assert.Equal(
            48,
            encoder
                .Embed(
                    [
                        [.. Enumerable.Repeat(5, 64)],
                    ],
                    TestContext.Current.CancellationToken
                )
                .Length
        );
        Assert.Contains(
            "A text of 65 tokens is longer than the encoder's 64 positions",
            Assert
                .Throws<InvalidDataException>(() =>
                    encoder.Embed(
                        [
                            [.. Enumerable.Repeat(5, 65)],
                        ],
                        TestContext.Current.CancellationToken
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    private string Refused() => Assert.Throws<InvalidDataException>(() => SentenceEncoder.Check(_folder.Root, _form)).Message;
}
