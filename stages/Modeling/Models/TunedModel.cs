namespace Pipeline.Modeling.Models;

/// <summary>A base model, or what fine-tuning made of it: the base with an adapter applied, or a checkpoint of its own.</summary>
internal sealed class TunedModel : IDisposable
{
    private readonly bool _ownsModel;

    private TunedModel(CausalLanguageModel model, LoraAdapter? adapter, bool ownsModel)
    {
        Model = model;
        Adapter = adapter;
        _ownsModel = ownsModel;
    }

    /// <summary>The weights.</summary>
    public CausalLanguageModel Model { get; }

    /// <summary>The adapter; null where the weights stand for themselves.</summary>
    public LoraAdapter? Adapter { get; }

    /// <summary>The model itself.</summary>
    public static TunedModel Untuned(CausalLanguageModel model) => new(model, null, ownsModel: false);

    /// <summary>What lies in a folder: an adapter for <paramref name="model"/>, whose weights it shares, or a whole checkpoint, which is
    /// held as it is.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="model">The model that it was tuned from.</param>
    /// <param name="cancellation">Stops between two pieces of a file.</param>
    /// <exception cref="InvalidDataException">The folder holds neither, or one that does not fit.</exception>
    public static TunedModel Load(string folder, CausalLanguageModel model, CancellationToken cancellation = default) =>
        File.Exists(Path.Combine(folder, AdapterFile.ConfigurationName))
            ? new TunedModel(model, AdapterFile.Load(folder, model), ownsModel: false)
            : new TunedModel(CausalLanguageModel.Load(folder, model.Precision, model.Device, cancellation), null, ownsModel: true);

    /// <inheritdoc />
    public void Dispose()
    {
        Adapter?.Dispose();
        if (_ownsModel)
        {
            Model.Dispose();
        }
    }
}
