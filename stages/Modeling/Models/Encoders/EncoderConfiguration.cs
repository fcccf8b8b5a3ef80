using Pipeline.Modeling.Models.Configuration;
using Pipeline.Modeling.Models.Decoder;
using Pipeline.Modeling.Weights;

namespace Pipeline.Modeling.Models.Encoders;

/// <summary>The shape of an encoder, as its <c>config.json</c> says it.</summary>
internal sealed record EncoderConfiguration
{
    /// <summary>The family, as Hugging Face calls it, such as <c>bert</c>.</summary>
    public required string ModelType { get; init; }

    /// <summary>Number of token ids.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of a hidden state, and so of a vector.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width inside the feed-forward layers.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Number of layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Number of heads; divides <see cref="HiddenSize"/>.</summary>
    public required int Heads { get; init; }

    /// <summary>Rows of the embedding of positions.</summary>
    public required int Positions { get; init; }

    /// <summary>Rows of the embedding of token types; 0 where the family has none.</summary>
    public int TokenTypes { get; init; }

    /// <summary>Added to the variance that a norm takes the root of.</summary>
    public required double NormEpsilon { get; init; }

    /// <summary>The non-linearity of the feed-forward layers.</summary>
    public required ActivationKind Activation { get; init; }

    /// <summary>The token that takes no position of its own but its id's, while the others count from the id after it; null where all
    /// tokens count from 0.</summary>
    public int? PaddingToken { get; init; }

    /// <summary>Classes of distances that have a bias of their own; 0 where the family has none.</summary>
    public int RelativeBuckets { get; init; }

    /// <summary>How the family names its parts.</summary>
    public required EncoderLayout Layout { get; init; }

    /// <summary>Width of one head.</summary>
    public int HeadWidth => HiddenSize / Heads;

    /// <summary>The longest text that has positions, tokens, those around it included.</summary>
    public int MaximumTokens => Positions - (PaddingToken + 1 ?? 0);

    /// <summary>Reads and checks an encoder folder's configuration.</summary>
    /// <exception cref="InvalidDataException">It is missing, malformed, or of a model that is not supported; the message names the
    /// key.</exception>
    public static EncoderConfiguration Read(string folder)
    {
        var path = Path.Combine(folder, ModelConfiguration.FileName);
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"{folder} is no encoder's folder: it has no {ModelConfiguration.FileName}.");
        }

        using var file = ConfigurationFile.Parse(path, ModelFile.ReadAllBytes(path));
        return EncoderFamilies.Recognise(file).Read(file);
    }
}
