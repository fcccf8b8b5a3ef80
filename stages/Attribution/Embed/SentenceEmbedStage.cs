using Pipeline.Engine.Stages;
using Pipeline.Modeling.Models.Encoders;

namespace Pipeline.Stages.Attribution.Embed;

/// <summary>Embeds texts by a sentence encoder, which was trained to give texts of one meaning near vectors, at unit length.</summary>
public sealed class SentenceEmbedStage(SentenceOptions options) : MapStage<EmbeddingRow>
{
    /// <summary>Streamed: instances or answers.</summary>
    public const string Texts = SearchedText.Stream;

    /// <summary>Whole: the encoder's folder.</summary>
    public const string Encoder = "encoder";

    /// <inheritdoc />
    public override string Name => "embed-sentences";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override ResourceSlot Slot => ResourceSlot.Device;

    /// <inheritdoc />
    public override ValueTask<IPartTransform<EmbeddingRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    )
    {
        var folder = inputs[Encoder].Folder!;
        var form = new SentenceForm(options.Pooling, options.MaxLength);
        var encoder = SentenceEncoder.Load(folder, form, options.Device, cancellation);
        var identity = $"v{Version} {options.Pooling} {options.Device.Kind} {inputs[Encoder].Digest}";
        return ValueTask.FromResult<IPartTransform<EmbeddingRow>>(new SentenceEmbedding(options, encoder, identity, folder));
    }
}
