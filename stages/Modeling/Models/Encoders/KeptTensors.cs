using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Encoders;

/// <summary>Tensors that live as long as a model, on its device.</summary>
internal sealed class KeptTensors(Device device) : IDisposable
{
    private readonly List<Tensor> _tensors = [];

    /// <summary>Keeps a tensor, whatever scope it was made in.</summary>
    public Tensor Keep(Tensor tensor)
    {
        var kept = tensor.to(device).DetachFromDisposeScope();
        _tensors.Add(kept);
        return kept;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var tensor in _tensors)
        {
            tensor.Dispose();
        }
    }
}
