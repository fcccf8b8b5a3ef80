using Pipeline.Modeling.Models.Configuration;

namespace Pipeline.Modeling.Models.Encoders;

/// <summary>
/// MPNet (Song et al. 2020): learned positions that count from the id after the padding token's, as in RoBERTa, and a bias of attention by
/// the class of the distance, as in T5. All layers share the biases.
/// </summary>
internal sealed class MpnetFamily() : EncoderFamily("mpnet", "MPNetModel", "MPNetForMaskedLM")
{
    // transformers has it fixed, whatever pad_token_id says.
    private const int Padding = 1;

    private static readonly EncoderLayout _layout = new()
    {
        Base = "mpnet.",
        RelativeBias = "encoder.relative_attention_bias",
        Query = "attention.attn.q",
        Key = "attention.attn.k",
        Value = "attention.attn.v",
        AttentionOutput = "attention.attn.o",
        AttentionNorm = "attention.LayerNorm",
    };

    /// <inheritdoc />
    public override EncoderConfiguration Read(ConfigurationFile file)
    {
        const string Buckets = "relative_attention_num_buckets";
        var sizes = ReadSizes(file, 30_527, _layout);
        var buckets = file.Integer(Buckets, 32);
        file.Refuse(
            buckets < RelativePositions.FewestBuckets || buckets > RelativePositions.MostBuckets || buckets % 2 != 0,
            Buckets,
            $"an even number from {RelativePositions.FewestBuckets} to {RelativePositions.MostBuckets}"
        );
        file.Refuse(sizes.Positions <= Padding + 1, "max_position_embeddings", $"more than {Padding + 1}");
        return sizes with { PaddingToken = Padding, RelativeBuckets = buckets };
    }
}
