using Pipeline.Modeling.Models.Configuration;
using Pipeline.Modeling.Models.Decoder;

namespace Pipeline.Modeling.Models.Families;

/// <summary>GPT-2: learned positions, and weights stored [in, out].</summary>
internal sealed class Gpt2Family() : ModelFamily("gpt2", "GPT2LMHeadModel")
{
    /// <inheritdoc />
    public override ModelConfiguration Read(ConfigurationFile file)
    {
        file.Refuse(file.Flag("add_cross_attention"), "add_cross_attention", "a decoder alone");
        var hidden = file.Integer("n_embd", 768);
        var heads = file.Integer("n_head", 12);
        var width = DecoderSettings.PerHead(file, hidden, heads);
        var layers = file.Integer("n_layer", 12);
        var scale = file.Flag("scale_attn_weights", true) ? 1 / Math.Sqrt(width) : 1;
        var byLayer = file.Flag("scale_attn_by_inverse_layer_idx");
        return DecoderSettings.Checked(
            file,
            new ModelConfiguration
            {
                VocabularySize = file.Integer("vocab_size", 50_257),
                HiddenSize = hidden,
                IntermediateSize = file.OptionalInteger("n_inner") ?? 4 * hidden,
                Layers = layers,
                Heads = heads,
                KeyValueHeads = heads,
                HeadDimension = width,
                MaximumPositions = file.Integer("n_positions", 1024),
                NormEpsilon = file.Number("layer_norm_epsilon", 1e-5),
                TiedEmbeddings = file.Flag("tie_word_embeddings", true),
                LayerAttentions = Enumerable
                    .Range(0, layers)
                    .Select(layer => new LayerAttention(null, false, byLayer ? scale / (layer + 1) : scale))
                    .ToList(),
                Layout = new DecoderLayout
                {
                    Base = "transformer.",
                    Embedding = "wte",
                    Positions = "wpe",
                    Layers = "h",
                    FinalNorm = "ln_f",
                    Norm = NormKind.Layer,
                    AttentionNorm = "ln_1",
                    FeedForwardNorm = "ln_2",
                    QueryKeyValueLayout = QueryKeyValueLayout.Concatenated,
                    QueryKeyValue = "attn.c_attn",
                    QueryKeyValueBias = true,
                    AttentionOutput = "attn.c_proj",
                    AttentionOutputBias = true,
                    Gate = null,
                    Up = "mlp.c_fc",
                    Down = "mlp.c_proj",
                    FeedForwardBias = true,
                    Activation = DecoderSettings.Activation(file, "activation_function", "gelu_new"),
                    Transposed = true,
                    Buffers = ["attn.bias", "attn.masked_bias"],
                },
            }
        );
    }
}
