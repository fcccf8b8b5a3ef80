using System.Text;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Models.Decoder;
using Pipeline.Modeling.Models.Families;

namespace Pipeline.Tests.Modeling.Models.Configuration;

/// <summary>Reading <c>config.json</c>: each family's defaults, and what is refused.</summary>
public sealed class ModelConfigurationTests
{
    [Theory]
    [InlineData("llama", 32_000, 4096, 11_008, 32, 32, 32, 128, 1e-6, 10_000, 128, false, 2048, null)]
    [InlineData("mistral", 32_000, 4096, 14_336, 32, 32, 8, 128, 1e-6, 10_000, 128, false, 131_072, 4096)]
    [InlineData("qwen2", 151_936, 4096, 22_016, 32, 32, 32, 128, 1e-6, 10_000, 128, false, 32_768, null)]
    [InlineData("qwen3", 151_936, 4096, 22_016, 32, 32, 32, 128, 1e-6, 10_000, 128, false, 32_768, null)]
    [InlineData("phi", 51_200, 2048, 8192, 24, 32, 32, 64, 1e-5, 10_000, 32, false, 2048, null)]
    [InlineData("phi3", 32_064, 3072, 8192, 32, 32, 32, 96, 1e-5, 10_000, 96, false, 4096, null)]
    [InlineData("gpt_neox", 50_432, 6144, 24_576, 44, 64, 64, 96, 1e-5, 10_000, 24, false, 2048, null)]
    [InlineData("gpt2", 50_257, 768, 3072, 12, 12, 12, 64, 1e-5, 10_000, 64, true, 1024, null)]
    [InlineData("gemma", 256_000, 3072, 24_576, 28, 16, 16, 256, 1e-6, 10_000, 256, true, 8192, null)]
    [InlineData("gemma2", 256_000, 2304, 9216, 26, 8, 4, 256, 1e-6, 10_000, 256, true, 8192, 4096)]
    [InlineData("olmo2", 50_304, 4096, 11_008, 32, 32, 32, 128, 1e-5, 10_000, 128, false, 2048, null)]
    [InlineData("smollm3", 128_256, 2048, 11_008, 36, 16, 4, 128, 1e-6, 2_000_000, 128, true, 32_768, null)]
    [InlineData("starcoder2", 49_152, 3072, 12_288, 30, 24, 2, 128, 1e-5, 10_000, 128, true, 4096, null)]
    public void Absent_keys_take_the_familys_defaults(
        string family,
        int vocabulary,
        int hidden,
        int inner,
        int layers,
        int heads,
        int keyValueHeads,
        int width,
        double epsilon,
        double rotaryBase,
        int rotated,
        bool tied,
        int positions,
        int? window
    )
    {
        var read = Read($$"""{ "model_type": "{{family}}" }""");

        Assert.Equal(
            (family, vocabulary, hidden, inner, layers, heads, keyValueHeads, width, epsilon, rotaryBase, rotated, tied, positions, window),
            (
                read.ModelType,
                read.VocabularySize,
                read.HiddenSize,
                read.IntermediateSize,
                read.Layers,
                read.Heads,
                read.KeyValueHeads,
                read.HeadDimension,
                read.NormEpsilon,
                read.RotaryBase,
                read.RotaryDimension,
                read.TiedEmbeddings,
                read.MaximumPositions,
                read.AttentionOf(0).Window
            )
        );
    }

    [Fact]
    public void Null_is_absence_except_where_it_says_something()
    {
        Assert.Equal(32, Read("""{ "model_type": "mistral", "num_key_value_heads": null }""").KeyValueHeads);
        Assert.Null(Read("""{ "model_type": "mistral", "sliding_window": null }""").AttentionOf(0).Window);
        Assert.Null(Read("""{ "model_type": "gemma2", "attn_logit_softcapping": null }""").AttentionSoftCap);
        Assert.Equal(4096, Read("""{ "model_type": "llama", "hidden_size": null }""").HiddenSize);
        Assert.Equal(3072, Read("""{ "model_type": "gpt2", "n_inner": null }""").IntermediateSize);
    }

    /// <summary>The row that torch's <c>padding_idx</c> keeps, by what transformers passes to it.</summary>
    [Theory]
    [InlineData("""{ "model_type": "llama" }""", null)]
    [InlineData("""{ "model_type": "llama", "pad_token_id": 7 }""", 7)]
    [InlineData("""{ "model_type": "llama", "pad_token_id": 0 }""", 0)]
    [InlineData("""{ "model_type": "llama", "vocab_size": 100, "pad_token_id": -1 }""", 99)]
    [InlineData("""{ "model_type": "llama", "vocab_size": 100, "pad_token_id": -100 }""", 0)]
    [InlineData("""{ "model_type": "gemma" }""", 0)]
    [InlineData("""{ "model_type": "gemma", "pad_token_id": null }""", null)]
    [InlineData("""{ "model_type": "gemma", "pad_token_id": 3 }""", 3)]
    [InlineData("""{ "model_type": "gemma2" }""", 0)]
    [InlineData("""{ "model_type": "phi3" }""", 32_000)]
    [InlineData("""{ "model_type": "phi3", "vocab_size": 500 }""", null)]
    [InlineData("""{ "model_type": "olmo2" }""", 1)]
    [InlineData("""{ "model_type": "smollm3" }""", 128_004)]
    [InlineData("""{ "model_type": "phi" }""", null)]
    [InlineData("""{ "model_type": "starcoder2", "pad_token_id": 5 }""", 5)]
    [InlineData("""{ "model_type": "gpt_neox", "pad_token_id": 5 }""", null)]
    [InlineData("""{ "model_type": "gpt2", "pad_token_id": 5 }""", null)]
    public void The_padding_token_is_what_the_familys_embedding_is_told(string json, int? expected) =>
        Assert.Equal(expected, Read(json).PaddingToken);

    [Theory]
    [InlineData("32000", "pad_token_id is 32000, expected an id below the size of the vocabulary, 32000")]
    [InlineData("-32001", "pad_token_id is -32001, expected a whole number from -32000 to")]
    [InlineData("\"0\"", "pad_token_id is \"0\", expected a whole number")]
    public void A_padding_token_outside_the_vocabulary_is_refused(string token, string message) =>
        Assert.Contains(
            message,
            Assert.Throws<InvalidDataException>(() => Read($$"""{ "model_type": "llama", "pad_token_id": {{token}} }""")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Layers_differ_where_a_family_says_so()
    {
        Assert.Equal([4096, null, 4096], Read("""{ "model_type": "gemma2", "num_hidden_layers": 3 }""") is var gemma ? Windows(gemma) : []);
        Assert.Equal(
            [null, 8, 8],
            Windows(
                Read(
                    """{ "model_type": "qwen2", "num_hidden_layers": 3, "use_sliding_window": true, "sliding_window": 8, "max_window_layers": 1 }"""
                )
            )
        );
        Assert.Equal(
            [8, 8],
            Windows(
                Read(
                    """{ "model_type": "qwen2", "num_hidden_layers": 2, "use_sliding_window": true, "sliding_window": 8, "max_window_layers": 0 }"""
                )
            )
        );
        Assert.Equal(
            [null, 8],
            Windows(
                Read(
                    """{ "model_type": "qwen3", "num_hidden_layers": 2, "use_sliding_window": true, "sliding_window": 8, "layer_types": ["full_attention", "sliding_attention"] }"""
                )
            )
        );
        var smol = Read("""{ "model_type": "smollm3", "num_hidden_layers": 5 }""");
        Assert.Equal([true, true, true, false, true], Enumerable.Range(0, 5).Select(layer => smol.AttentionOf(layer).Rotary));
        var gpt = Read("""{ "model_type": "gpt2", "n_layer": 2, "scale_attn_by_inverse_layer_idx": true }""");
        Assert.Equal([0.125, 0.0625], Enumerable.Range(0, 2).Select(layer => gpt.AttentionOf(layer).Scale));
    }

    /// <summary>Gemma's first configurations say <c>gelu</c> and mean its approximation; what other keys say of it does not count, as in
    /// transformers.</summary>
    [Theory]
    [InlineData("""{ "model_type": "gemma", "hidden_act": "gelu" }""", ActivationKind.GeluTanh)]
    [InlineData("""{ "model_type": "gemma", "hidden_act": "gelu", "hidden_activation": null }""", ActivationKind.GeluTanh)]
    [InlineData("""{ "model_type": "gemma", "hidden_activation": "relu" }""", ActivationKind.GeluTanh)]
    [InlineData("""{ "model_type": "gemma", "hidden_act": "relu" }""", ActivationKind.Relu)]
    [InlineData("""{ "model_type": "gemma2", "hidden_activation": "gelu", "hidden_act": "relu" }""", ActivationKind.Gelu)]
    [InlineData("""{ "model_type": "gemma2", "hidden_act": "relu" }""", ActivationKind.GeluTanh)]
    [InlineData("""{ "model_type": "gpt_neox", "hidden_act": "gelu" }""", ActivationKind.Gelu)]
    public void The_activation_is_that_of_transformers(string json, ActivationKind activation) =>
        Assert.Equal(activation, Read(json).Layout.Activation);

    [Theory]
    [InlineData(
        """{ "architectures": ["BertForMaskedLM"] }""",
        "architectures is BertForMaskedLM, expected one of GemmaForCausalLM, Gemma2ForCausalLM, GPT2LMHeadModel,"
    )]
    [InlineData(
        """{ "architectures": ["LlamaForSequenceClassification"], "model_type": "llama" }""",
        "architectures is LlamaForSequenceClassification"
    )]
    [InlineData(
        """{ "model_type": "mamba" }""",
        "model_type is mamba, expected one of gemma, gemma2, gpt2, gpt_neox, llama, mistral, olmo2, phi, phi3, qwen2, qwen3, "
            + "smollm3, starcoder2"
    )]
    [InlineData("""{ }""", "model_type is nothing")]
    [InlineData("""[ ]""", "holds no JSON object")]
    [InlineData("""{ "model_type": """, "is not valid JSON")]
    [InlineData("""{ "model_type": "llama", "quantization_config": { "bits": 4 } }""", "quantization_config is")]
    [InlineData("""{ "model_type": "llama", "hidden_act": "tanh" }""", "hidden_act is tanh, expected one of silu, swish, gelu,")]
    [InlineData(
        """{ "model_type": "llama", "rope_scaling": { "type": "ntk" } }""",
        "rope_scaling.type is ntk, expected default, linear, dynamic, llama3, yarn or longrope"
    )]
    [InlineData("""{ "model_type": "llama", "rope_parameters": { "full_attention": {} } }""", "expected one set of values for all layers")]
    [InlineData(
        """{ "model_type": "llama", "rope_scaling": { "type": "linear", "factor": 0.5 } }""",
        "rope_scaling.factor is 0.5, expected a number from 1 to"
    )]
    [InlineData(
        """{ "model_type": "llama", "rope_scaling": { "rope_type": "llama3", "factor": 8, "low_freq_factor": 4, "high_freq_factor": 4 } }""",
        "rope_scaling.high_freq_factor is 4"
    )]
    [InlineData("""{ "model_type": "llama", "rope_theta": 1 }""", "rope_theta is 1, expected a number above 1")]
    [InlineData("""{ "model_type": "llama", "partial_rotary_factor": 0.5 }""", "partial_rotary_factor is 0.5, expected 1")]
    [InlineData("""{ "model_type": "phi", "partial_rotary_factor": 1.5 }""", "partial_rotary_factor is 1.5, expected at most 1")]
    [InlineData(
        """{ "model_type": "phi", "partial_rotary_factor": 0.05 }""",
        "number of rotated dimensions of a head is 3, expected an even number above 0"
    )]
    [InlineData(
        """{ "model_type": "phi3", "rope_scaling": { "type": "longrope", "short_factor": [1], "long_factor": [1] } }""",
        "short_factor is a list of 1, expected a list of 48 numbers"
    )]
    [InlineData(
        """{ "model_type": "phi3", "rope_scaling": { "type": "linear", "factor": 2 } }""",
        "rope_scaling.type is linear, expected default or longrope"
    )]
    [InlineData("""{ "model_type": "gpt2", "add_cross_attention": true }""", "add_cross_attention is true")]
    [InlineData("""{ "model_type": "gemma", "use_bidirectional_attention": true }""", "use_bidirectional_attention is true")]
    [InlineData(
        """{ "model_type": "gemma2", "num_hidden_layers": 2, "layer_types": ["full_attention"] }""",
        "layer_types is [\"full_attention\"], expected a list of 2"
    )]
    [InlineData(
        """{ "model_type": "gemma2", "num_hidden_layers": 1, "layer_types": ["chunked_attention"] }""",
        "layer_types is [\"chunked_attention\"]"
    )]
    [InlineData("""{ "model_type": "qwen2", "num_hidden_layers": 1, "layer_types": ["sliding_attention"] }""", "for there is no window")]
    [InlineData("""{ "model_type": "smollm3", "no_rope_layers": [1, 0] }""", "no_rope_layers is [1, 0], expected a list of 36")]
    public void What_is_not_supported_is_refused_by_name(string json, string message) => Refused(json, message);

    [Theory]
    [InlineData("num_hidden_layers", "1000000", "number of layers is 1000000, expected at most 1024")]
    [InlineData("vocab_size", "2000000000", "vocab_size is 2000000000, expected a whole number from 1 to")]
    [InlineData("vocab_size", "1e300", "vocab_size is 1e300")]
    [InlineData("vocab_size", "-1", "vocab_size is -1")]
    [InlineData("vocab_size", "0", "vocab_size is 0")]
    [InlineData("vocab_size", "1.5", "vocab_size is 1.5")]
    [InlineData("vocab_size", "\"32000\"", "vocab_size is \"32000\"")]
    [InlineData("hidden_size", "16777216", "hidden size is 16777216, expected at most")]
    [InlineData("hidden_size", "4095", "hidden size is 4095, expected a multiple of the number of heads, 32")]
    [InlineData("num_attention_heads", "16777216", "expected")]
    [InlineData("head_dim", "16777215", "width of all heads is 536870880, expected at most")]
    [InlineData("num_key_value_heads", "5", "num_key_value_heads is 5, expected a divisor of the number of heads, 32")]
    [InlineData("rms_norm_eps", "0", "rms_norm_eps is 0, expected a number above 0")]
    [InlineData("rms_norm_eps", "1e400", "rms_norm_eps is 1e400")]
    [InlineData("tie_word_embeddings", "1", "tie_word_embeddings is 1, expected true or false")]
    [InlineData("rope_scaling", "[]", "rope_scaling is [], expected an object")]
    public void Hostile_values_are_refused(string key, string value, string message) =>
        Refused($$"""{ "model_type": "llama", "{{key}}": {{value}} }""", message);

    [Fact]
    public void Every_family_is_found_by_its_architecture_and_by_its_type()
    {
        Assert.All(
            ModelFamilies.All,
            family =>
            {
                Assert.Equal(
                    family.ModelType,
                    Read($$"""{ "architectures": ["{{family.Architecture}}"], "model_type": "whatever" }""").ModelType
                );
                Assert.Equal(family.ModelType, Read($$"""{ "architectures": null, "model_type": "{{family.ModelType}}" }""").ModelType);
            }
        );
    }

    private static void Refused(string json, string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(json));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("folder/config.json", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<int?> Windows(ModelConfiguration read) =>
        Enumerable.Range(0, read.Layers).Select(layer => read.AttentionOf(layer).Window);

    private static ModelConfiguration Read(string json) => ModelConfiguration.Read("folder/config.json", Encoding.UTF8.GetBytes(json));
}
