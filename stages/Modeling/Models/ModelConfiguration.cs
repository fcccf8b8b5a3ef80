using System.Text.Json;

namespace Pipeline.Modeling.Models;

/// <summary>The shape of a decoder, as its <c>config.json</c> says it.</summary>
public sealed record ModelConfiguration
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "config.json";

    /// <summary>Number of token ids.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width inside the feed-forward layers.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Number of decoder layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Number of query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Number of key and value heads; divides <see cref="Heads"/>.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Width of one head.</summary>
    public required int HeadDimension { get; init; }

    /// <summary>Added to the mean square before its root is taken.</summary>
    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary>Base of the rotary frequencies.</summary>
    public double RotaryBase { get; init; } = 10_000;

    /// <summary>Llama 3's scaling; null for none.</summary>
    public RotaryScaling? RotaryScaling { get; init; }

    /// <summary>Whether the output layer is the embedding.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>Whether the attention layers have biases.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether the feed-forward layers have biases.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>The longest sequence the model is meant for, tokens.</summary>
    public int MaximumPositions { get; init; } = 2048;

    /// <summary>
    /// Deviation of a fresh model's weights: 1/√width, at which narrow models leave the unigram plateau in half the steps that the customary
    /// 0.02 (that of a width of 2,500) takes.
    /// </summary>
    public double InitialDeviation => 1 / Math.Sqrt(HiddenSize);

    /// <summary>Reads and checks a model folder's configuration.</summary>
    /// <exception cref="InvalidDataException">It is missing, malformed, or of a model that is not supported; the message names the key.</exception>
    public static ModelConfiguration Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"{folder} is no model folder: it has no {FileName}.");
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return new ConfigurationReader(path, document.RootElement).Read();
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} is not valid JSON: {error.Message}", error);
        }
    }
}
