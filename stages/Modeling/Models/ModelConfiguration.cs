using Pipeline.Modeling.Models.Configuration;
using Pipeline.Modeling.Models.Decoder;
using Pipeline.Modeling.Models.Families;
using Pipeline.Modeling.Models.Rotary;
using Pipeline.Modeling.Weights;

namespace Pipeline.Modeling.Models;

/// <summary>The shape of a decoder, as its <c>config.json</c> says it. What a model made here leaves out is Llama's.</summary>
public sealed record ModelConfiguration
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "config.json";

    /// <summary>The family, as Hugging Face calls it, such as <c>llama</c>.</summary>
    public string ModelType { get; init; } = LlamaFamily.Type;

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

    /// <summary>Added to what a norm takes the root of.</summary>
    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary>Base of the rotary frequencies.</summary>
    public double RotaryBase { get; init; } = 10_000;

    /// <summary>The leading share of each head that is rotated, 0–1.</summary>
    public double RotaryShare { get; init; } = 1;

    /// <summary>How rotary frequencies are stretched for long sequences; null for not at all.</summary>
    public RotaryScaling? RotaryScaling { get; init; }

    /// <summary>Whether the output layer is the embedding.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>
    /// The token that pads, whose row of the embedding gets no gradient where tokens are looked up in it (torch's <c>padding_idx</c>);
    /// where the embedding is the output layer too, the row learns as an output. Null where every row learns.
    /// </summary>
    public int? PaddingToken { get; init; }

    /// <summary>The longest sequence the model is meant for, tokens; with learned positions it can take no longer one.</summary>
    public int MaximumPositions { get; init; } = 2048;

    /// <summary>
    /// Deviation of a fresh model's weights: 1/√width, at which narrow models leave the unigram plateau in half the steps that the
    /// customary 0.02 (that of a width of 2,500) takes.
    /// </summary>
    public double InitialDeviation => 1 / Math.Sqrt(HiddenSize);

    /// <summary>What embeddings are multiplied by.</summary>
    public double EmbeddingScale { get; init; } = 1;

    /// <summary>Attention scores s become c · tanh(s / c); null for no cap.</summary>
    public double? AttentionSoftCap { get; init; }

    /// <summary>Logits l become c · tanh(l / c); null for no cap.</summary>
    public double? LogitSoftCap { get; init; }

    /// <summary>What attention does layer by layer; null where every layer sees all tokens, rotates, and scales by
    /// 1/√<see cref="HeadDimension"/>.</summary>
    public IReadOnlyList<LayerAttention>? LayerAttentions { get; init; }

    /// <summary>How the family builds its decoder.</summary>
    internal DecoderLayout Layout { get; init; } = new();

    /// <summary>How many leading dimensions of each head are rotated.</summary>
    internal int RotaryDimension => (int)(HeadDimension * RotaryShare);

    /// <summary>Reads and checks a model folder's configuration.</summary>
    /// <exception cref="InvalidDataException">It is missing, malformed, or of a model that is not supported; the message names the
    /// key.</exception>
    public static ModelConfiguration Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path)
            ? Read(path, ModelFile.ReadAllBytes(path))
            : throw new InvalidDataException($"{folder} is no model folder: it has no {FileName}.");
    }

    /// <summary>Refuses ids for which the model has no embedding: a tokenizer may know more tokens than its model.</summary>
    /// <exception cref="InvalidDataException">An id is none of the model's.</exception>
    public void RequireTokens(ReadOnlySpan<int> ids)
    {
        foreach (var id in ids)
        {
            RequireToken(id);
        }
    }

    /// <summary>Refuses an id for which the model has no embedding.</summary>
    /// <exception cref="InvalidDataException">It is none of the model's.</exception>
    public void RequireToken(int id)
    {
        if ((uint)id >= (uint)VocabularySize)
        {
            throw new InvalidDataException(
                $"Token {id} has no embedding: the model knows the ids 0 to {VocabularySize - 1}. Its tokenizer must not spell with others."
            );
        }
    }

    /// <summary>Refuses a layer that the model does not have; none stands for the last.</summary>
    /// <exception cref="InvalidDataException">It is none of the model's.</exception>
    public void RequireLayer(int? layer)
    {
        if (layer < 1 || layer > Layers)
        {
            throw new InvalidDataException($"layer is {layer}, expected a number from 1 to {Layers}, the layers of the model.");
        }
    }

    /// <summary>What attention does in a layer.</summary>
    internal LayerAttention AttentionOf(int layer) =>
        LayerAttentions?[layer] ?? new LayerAttention(null, true, 1 / Math.Sqrt(HeadDimension));

    /// <summary>Reads the content of a configuration file; the path is for messages.</summary>
    internal static ModelConfiguration Read(string path, ReadOnlyMemory<byte> json)
    {
        using var file = ConfigurationFile.Parse(path, json);
        var family = ModelFamilies.Recognise(file);
        return family.Read(file) with { ModelType = family.ModelType };
    }
}
