using Pipeline.Modeling.Models.Configuration;

namespace Pipeline.Modeling.Models.Families;

/// <summary>Gemma 2: norms before and after attention and feed-forward, soft caps on scores and logits, and a window in every other
/// layer.</summary>
internal sealed class Gemma2Family() : ModelFamily("gemma2", "Gemma2ForCausalLM")
{
    private static readonly ConfigurationDefaults _defaults = new()
    {
        VocabularySize = 256_000,
        HiddenSize = 2304,
        IntermediateSize = 9216,
        Layers = 26,
        Heads = 8,
        KeyValueHeads = 4,
        HeadDimension = 256,
        MaximumPositions = 8192,
        TiedEmbeddings = true,
        PaddingToken = 0,
        Activation = "gelu_pytorch_tanh",
        ActivationKey = "hidden_activation",
    };

    /// <inheritdoc />
    public override ModelConfiguration Read(ConfigurationFile file)
    {
        var gemma = GemmaFamily.Gemma(file, _defaults, activation => activation);
        var sizes = LayerWindows.Read(file, gemma, file.OptionalInteger("sliding_window", 4096), layer => layer % 2 == 0);
        var scale = 1 / Math.Sqrt(file.Number("query_pre_attn_scalar", 256));
        return sizes with
        {
            AttentionSoftCap = file.OptionalNumber("attn_logit_softcapping", 50),
            LogitSoftCap = file.OptionalNumber("final_logit_softcapping", 30),
            LayerAttentions = sizes.LayerAttentions!.Select(attention => attention with { Scale = scale }).ToList(),
            Layout = sizes.Layout with
            {
                AttentionOutputNorm = "post_attention_layernorm",
                FeedForwardNorm = "pre_feedforward_layernorm",
                FeedForwardOutputNorm = "post_feedforward_layernorm",
            },
        };
    }
}
