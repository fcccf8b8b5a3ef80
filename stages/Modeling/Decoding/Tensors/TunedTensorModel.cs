using Pipeline.Modeling.Models;

namespace Pipeline.Modeling.Decoding.Tensors;

/// <summary>A base model, or what fine-tuning made of it, held for decoding by libtorch: on a GPU, or in less than 32 bits.</summary>
public sealed class TunedTensorModel : IDecodableModel
{
    private readonly CausalLanguageModel _base;
    private readonly TunedModel _tuned;

    private TunedTensorModel(CausalLanguageModel baseModel, TunedModel tuned) => (_base, _tuned) = (baseModel, tuned);

    /// <inheritdoc />
    public int? LongestSequence => _tuned.Model.Configuration.Layout.Positions is null ? null : _tuned.Model.Configuration.MaximumPositions;

    /// <summary>Loads a model.</summary>
    /// <param name="folder">The base model's folder.</param>
    /// <param name="tuned">What fine-tuning made of it; null for the base itself.</param>
    /// <param name="precision">What it is held and computed in.</param>
    /// <param name="device">Where.</param>
    /// <exception cref="InvalidDataException">A folder is damaged, or the adapter does not fit, or the device is not there.</exception>
    public static TunedTensorModel Load(string folder, string? tuned, Precision precision, ComputeDevice device)
    {
        var model = CausalLanguageModel.Load(folder, precision, device);
        try
        {
            return new TunedTensorModel(model, tuned is null ? TunedModel.Untuned(model) : TunedModel.Load(tuned, model));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public ITokenEngine CreateEngine(int slots, int capacity, int threads) => new TensorEngine(_tuned, slots, capacity);

    /// <inheritdoc />
    public void Dispose()
    {
        _tuned.Dispose();
        _base.Dispose();
    }
}
