using Pipeline.Modeling.Models;

namespace Pipeline.Modeling.Decoding.Tensors;

/// <summary>A base model, or what fine-tuning made of it, held for decoding by libtorch: on a GPU, or in less than 32 bits.</summary>
public sealed class TunedTensorModel : IInferenceModel
{
    private readonly CausalLanguageModel? _owned;
    private readonly TunedModel _tuned;

    private TunedTensorModel(CausalLanguageModel? owned, TunedModel tuned) => (_owned, _tuned) = (owned, tuned);

    /// <inheritdoc />
    public int? LongestSequence => _tuned.Model.Configuration.Layout.Positions is null ? null : _tuned.Model.Configuration.MaximumPositions;

    /// <summary>Loads a model.</summary>
    /// <param name="folder">The base model's folder.</param>
    /// <param name="tuned">What fine-tuning made of it; null for the base itself.</param>
    /// <param name="precision">What it is held and computed in.</param>
    /// <param name="device">Where.</param>
    /// <param name="cancellation">Stops between two pieces of a file.</param>
    /// <exception cref="InvalidDataException">A folder is damaged, or the adapter does not fit, or the device is not there.</exception>
    public static TunedTensorModel Load(
        string folder,
        string? tuned,
        Precision precision,
        ComputeDevice device,
        CancellationToken cancellation = default
    )
    {
        var model = CausalLanguageModel.Load(folder, precision, device, cancellation);
        try
        {
            return new TunedTensorModel(model, TunedOf(model, tuned, cancellation));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>What fine-tuning made of a model that the caller owns, and disposes later.</summary>
    /// <param name="model">The base model.</param>
    /// <param name="tuned">An adapter for it, which shares its weights, or a checkpoint; null for the base itself.</param>
    /// <param name="cancellation">Stops between two pieces of a file.</param>
    /// <exception cref="InvalidDataException">The folder is damaged, or the adapter does not fit.</exception>
    public static TunedTensorModel Share(CausalLanguageModel model, string? tuned, CancellationToken cancellation = default) =>
        new(null, TunedOf(model, tuned, cancellation));

    /// <inheritdoc />
    public ITokenEngine CreateEngine(int slots, int capacity, int threads) => new TensorEngine(_tuned, slots, capacity);

    /// <inheritdoc />
    public IAnswerScorer CreateScorer(int threads) => new TensorScorer(_tuned);

    /// <inheritdoc />
    public void Dispose()
    {
        _tuned.Dispose();
        _owned?.Dispose();
    }

    private static TunedModel TunedOf(CausalLanguageModel model, string? tuned, CancellationToken cancellation) =>
        tuned is null ? TunedModel.Untuned(model) : TunedModel.Load(tuned, model, cancellation);
}
