using Pipeline.Modeling.Models;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>A base model, or what fine-tuning made of it, held for decoding: the shared base weights with an adapter, or a checkpoint of
/// its own.</summary>
public sealed class TunedVectorModel : IInferenceModel
{
    private readonly SharedVectorModel _weights;

    private TunedVectorModel(SharedVectorModel weights, VectorAdapter? adapter) => (_weights, Adapter) = (weights, adapter);

    /// <summary>The weights.</summary>
    public VectorModel Weights => _weights.Model;

    /// <summary>The adapter; null where the weights stand for themselves.</summary>
    public VectorAdapter? Adapter { get; }

    /// <inheritdoc />
    public int? LongestSequence => Weights.LongestSequence;

    /// <summary>Holds a base model as it is.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="digest">Digest of what is in it.</param>
    /// <param name="cancellation">Stops between two pieces of a file.</param>
    /// <exception cref="InvalidDataException">The folder holds no model, or one that is damaged.</exception>
    public static TunedVectorModel Untuned(string folder, string digest, CancellationToken cancellation = default) =>
        new(SharedVectorModel.Hold(folder, digest, cancellation), null);

    /// <summary>Holds what lies in a folder: an adapter for the base model, or a whole checkpoint.</summary>
    /// <param name="baseFolder">The base model's folder.</param>
    /// <param name="baseDigest">Digest of what is in it.</param>
    /// <param name="tunedFolder">What fine-tuning made.</param>
    /// <param name="tunedDigest">Digest of that.</param>
    /// <param name="cancellation">Stops between two pieces of a file.</param>
    /// <exception cref="InvalidDataException">A folder is damaged, or the adapter does not fit.</exception>
    public static TunedVectorModel Load(
        string baseFolder,
        string baseDigest,
        string tunedFolder,
        string tunedDigest,
        CancellationToken cancellation = default
    )
    {
        if (!File.Exists(Path.Combine(tunedFolder, AdapterFile.ConfigurationName)))
        {
            return Untuned(tunedFolder, tunedDigest, cancellation);
        }

        var weights = SharedVectorModel.Hold(baseFolder, baseDigest, cancellation);
        try
        {
            using var adapter = AdapterFile.Load(tunedFolder, weights.Model.LinearLayers);
            return new TunedVectorModel(weights, new VectorAdapter(adapter));
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public ITokenEngine CreateEngine(int slots, int capacity, int threads) => new VectorEngine(Weights, Adapter, slots, capacity, threads);

    /// <inheritdoc />
    public IAnswerScorer CreateScorer(int threads) => new VectorScorer(Weights, Adapter, threads);

    /// <inheritdoc />
    public void Dispose()
    {
        Adapter?.Dispose();
        _weights.Dispose();
    }
}
