using Pipeline.Modeling.Models;
using Pipeline.Modeling.Models.Decoder;
using Pipeline.Modeling.Native;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>
/// A model's weights, fp32, packed for decoding in plain C# on the processor. Never changed once made: any number of decoders and adapters
/// share one copy, also from several threads.
/// </summary>
public sealed class VectorModel : IDisposable
{
    private readonly WeightMemory _memory = new();
    private readonly LookupTable? _embedding;
    private readonly LookupTable? _positions;

    private VectorModel(ModelConfiguration configuration, IReadOnlyDictionary<string, Tensor> weights)
    {
        // Weights that are read when they are asked for are freed when they are packed: a layer at a time.
        using var scope = NewDisposeScope();
        var layout = configuration.Layout;
        Configuration = configuration;
        var embedding = weights[WeightPlan.Embedding(layout)];
        _embedding = configuration.TiedEmbeddings ? null : new LookupTable(embedding);
        _positions = layout.Positions is { } positions ? new LookupTable(weights[$"{layout.Base}{positions}.weight"]) : null;
        Layers = [.. Enumerable.Range(0, configuration.Layers).Select(layer => Pack(layer, weights))];
        FinalNorm = VectorNorm.Final(weights, configuration);
        Head = PackedMatrix.Pack(
            _memory,
            (configuration.TiedEmbeddings ? embedding : weights[WeightPlan.Head(layout)], weights.GetValueOrDefault(layout.Head + ".bias"))
        );
    }

    /// <summary>The model's shape.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>The linear layers inside the decoder, in ordinal order of their paths: what an adapter can target.</summary>
    public IReadOnlyList<LinearLayerShape> LinearLayers =>
        field ??= WeightPlan.LinearLayers(Configuration).OrderBy(layer => layer.Path, StringComparer.Ordinal).ToList();

    /// <summary>The longest sequence that learned positions allow, tokens; null where positions are rotary.</summary>
    public int? LongestSequence => _positions?.Count;

    /// <summary>The layers.</summary>
    internal IReadOnlyList<VectorLayer> Layers { get; }

    /// <summary>The norm after the last layer.</summary>
    internal VectorNorm FinalNorm { get; }

    /// <summary>The output layer; the embedding too where they are tied.</summary>
    internal PackedMatrix Head { get; }

    /// <summary>Packs a loaded model.</summary>
    public static VectorModel FromModel(CausalLanguageModel model) => new(model.Configuration, model.Weights);

    /// <summary>Reads a model folder, a layer at a time: beside the packed weights no more is in memory.</summary>
    /// <param name="folder">A folder in Hugging Face form.</param>
    /// <param name="cancellation">Stops between two pieces of a file.</param>
    /// <exception cref="InvalidDataException">A file is missing or damaged, or a tensor is missing, unknown or of another
    /// shape.</exception>
    public static VectorModel Load(string folder, CancellationToken cancellation = default)
    {
        NativeTorch.Load();
        using var weights = CheckpointWeights.Open(folder, ScalarType.Float32, cancellation);
        return new VectorModel(weights.Configuration, weights);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _embedding?.Dispose();
        _positions?.Dispose();
        FinalNorm.Dispose();
        _memory.Dispose();
        foreach (var layer in Layers)
        {
            layer.Dispose();
        }
    }

    /// <summary>The embedding of a token at a position.</summary>
    /// <exception cref="InvalidDataException">The position is beyond what learned positions reach.</exception>
    internal void Embed(int token, int position, Span<float> row)
    {
        if (_embedding is null)
        {
            Head.CopyRow(token, row);
        }
        else
        {
            _embedding[token].CopyTo(row);
        }

        if (Configuration.EmbeddingScale != 1)
        {
            TensorPrimitives.Multiply(row, (float)Configuration.EmbeddingScale, row);
        }

        if (_positions is not null)
        {
            if (position >= _positions.Count)
            {
                throw new InvalidDataException(
                    $"A sequence of {position + 1} tokens is longer than the model's {_positions.Count} learned positions."
                );
            }

            TensorPrimitives.Add(row, _positions[position], row);
        }
    }

    private VectorLayer Pack(int layer, IReadOnlyDictionary<string, Tensor> weights)
    {
        using var scope = NewDisposeScope();
        return new VectorLayer(_memory, layer, weights, Configuration);
    }
}
