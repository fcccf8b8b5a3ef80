using Pipeline.Engine.Stages;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization;

namespace Pipeline.Stages.Attribution.Embed;

/// <summary>Embeds texts by the base model: the mean of a layer's hidden states over the text's tokens, or the last token's, at unit
/// length.</summary>
public sealed class HiddenStateEmbedStage(HiddenStateOptions options) : MapStage<EmbeddingRow>
{
    /// <summary>Streamed: instances or answers.</summary>
    public const string Texts = SearchedText.Stream;

    /// <summary>Whole: the base model's folder.</summary>
    public const string Model = "model";

    /// <inheritdoc />
    public override string Name => "embed";

    /// <inheritdoc />
    public override int Version => 4;

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
        var folder = inputs[Model].Folder!;
        var tokenizer = TokenizerFile.Load(folder);
        var model = CausalLanguageModel.Load(folder, options.Precision, options.Device, cancellation);
        model.Configuration.RequireLayer(options.Layer);
        var identity = $"v{Version} {options.Precision} {options.Device.Kind} {options.Layer} {options.Pooling} {inputs[Model].Digest}";
        return ValueTask.FromResult<IPartTransform<EmbeddingRow>>(new HiddenStateEmbedding(options, model, tokenizer, identity, folder));
    }
}
