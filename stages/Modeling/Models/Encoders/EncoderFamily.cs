using Pipeline.Modeling.Models.Configuration;

namespace Pipeline.Modeling.Models.Encoders;

/// <summary>What one family of encoders is: how its <c>config.json</c> is read, and how its parts are named.</summary>
internal abstract class EncoderFamily(string modelType, params IReadOnlyList<string> architectures)
{
    /// <summary>The <c>model_type</c> of its configurations.</summary>
    public string ModelType { get; } = modelType;

    /// <summary>The classes that its configurations name in <c>architectures</c>: the encoder, or one with a head of pre-training, which is
    /// left aside.</summary>
    public IReadOnlyList<string> Architectures { get; } = architectures;

    /// <summary>Reads a configuration of this family.</summary>
    /// <exception cref="InvalidDataException">A key is missing, malformed, or asks for what is not supported.</exception>
    public abstract EncoderConfiguration Read(ConfigurationFile file);

    /// <summary>What both families say in the same words, with BERT's defaults, which MPNet shares.</summary>
    /// <param name="file">The configuration.</param>
    /// <param name="vocabulary">Token ids where the file says none.</param>
    /// <param name="layout">The family's names.</param>
    protected EncoderConfiguration ReadSizes(ConfigurationFile file, int vocabulary, EncoderLayout layout)
    {
        file.Refuse(file.Flag("is_decoder"), "is_decoder", "false: an encoder");
        file.Refuse(file.Flag("add_cross_attention"), "add_cross_attention", "false: an encoder alone");
        file.Refuse(!file.IsEmpty("pruned_heads"), "pruned_heads", "none");
        var hidden = file.Integer("hidden_size", 768);
        var heads = file.Integer("num_attention_heads", 12);
        _ = DecoderSettings.PerHead(file, hidden, heads);
        var configuration = new EncoderConfiguration
        {
            ModelType = ModelType,
            VocabularySize = file.Integer("vocab_size", vocabulary),
            HiddenSize = hidden,
            IntermediateSize = file.Integer("intermediate_size", 3072),
            Layers = file.Integer("num_hidden_layers", 12),
            Heads = heads,
            Positions = file.Integer("max_position_embeddings", 512),
            NormEpsilon = file.Number("layer_norm_eps", 1e-12),
            Activation = DecoderSettings.Activation(file, "hidden_act", "gelu"),
            Layout = layout,
        };
        DecoderSettings.RequireSizes(file, configuration.Layers, hidden, configuration.IntermediateSize);
        return configuration;
    }
}
