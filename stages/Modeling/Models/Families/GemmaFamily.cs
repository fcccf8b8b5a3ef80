using Pipeline.Modeling.Models.Configuration;
using Pipeline.Modeling.Models.Decoder;

namespace Pipeline.Modeling.Models.Families;

/// <summary>Gemma: norms stored around zero, and embeddings scaled by the root of their width.</summary>
internal sealed class GemmaFamily() : ModelFamily("gemma", "GemmaForCausalLM")
{
    private static readonly ConfigurationDefaults _defaults = new()
    {
        VocabularySize = 256_000,
        HiddenSize = 3072,
        IntermediateSize = 24_576,
        Layers = 28,
        Heads = 16,
        KeyValueHeads = 16,
        HeadDimension = 256,
        MaximumPositions = 8192,
        TiedEmbeddings = true,
        PaddingToken = 0,
        Activation = "gelu_pytorch_tanh",
    };

    /// <inheritdoc />
    public override ModelConfiguration Read(ConfigurationFile file) => Gemma(file, _defaults, Activation);

    /// <summary>What Gemma's generations have in common.</summary>
    public static ModelConfiguration Gemma(
        ConfigurationFile file,
        ConfigurationDefaults defaults,
        Func<ActivationKind, ActivationKind> activation
    )
    {
        file.Refuse(file.Flag("use_bidirectional_attention"), "use_bidirectional_attention", "false");
        var sizes = RotarySettings.Read(file, DecoderSettings.Read(file, defaults));
        var bias = file.Flag("attention_bias");
        return sizes with
        {
            EmbeddingScale = Math.Sqrt(sizes.HiddenSize),
            Layout = sizes.Layout with
            {
                Norm = NormKind.RootMeanSquareAroundOne,
                QueryKeyValueBias = bias,
                AttentionOutputBias = bias,
                Activation = activation(sizes.Layout.Activation),
            },
        };
    }

    /// <summary>The first published configurations say <c>gelu</c> and mean its approximation; transformers reads them so.</summary>
    private static ActivationKind Activation(ActivationKind read) => read == ActivationKind.Gelu ? ActivationKind.GeluTanh : read;
}
