using Pipeline.Modeling.Kernels;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Decoder;

/// <summary>The feed-forward of a layer: down(activation(up(x))), or with a gate down(activation(gate(x)) · up(x)).</summary>
internal sealed class FeedForward(string layer, IReadOnlyDictionary<string, Tensor> weights, DecoderLayout layout)
{
    private readonly LinearLayer? _gate = layout.Gate is { } gate ? new LinearLayer($"{layer}.{gate}", weights, layout.Transposed) : null;
    private readonly LinearLayer _up = new($"{layer}.{layout.Up}", weights, layout.Transposed);
    private readonly LinearLayer _down = new($"{layer}.{layout.Down}", weights, layout.Transposed);

    /// <summary>Applies it to x [batch, length, hidden].</summary>
    public Tensor Apply(Tensor x, ForwardPass pass)
    {
        var fused = pass.Fused && _gate is not null && layout.Activation == ActivationKind.Silu && FusedGate.Serves(_up.Outputs);
        var up = _up.Apply(x, pass, fused);
        if (fused)
        {
            return _down.Apply(FusedGate.Apply(_gate!.Apply(x, pass, keep: true), up, pass.OutputType), pass);
        }

        if (_gate is not null)
        {
            return _down.Apply(Activate(_gate.Apply(x, pass)) * up, pass);
        }

        if (!layout.GateInsideUp)
        {
            return _down.Apply(Activate(up), pass);
        }

        var halves = up.chunk(2, -1);
        return _down.Apply(Activate(halves[0]) * halves[1], pass);
    }

    /// <summary>The non-linearity of a kind.</summary>
    public static Tensor Activate(Tensor x, ActivationKind kind) =>
        kind switch
        {
            ActivationKind.Gelu => nn.functional.gelu(x),
            ActivationKind.GeluTanh => nn.functional.gelu(x, TorchSharp.Modules.GELU.Approximate.tanh),
            ActivationKind.Relu => nn.functional.relu(x),
            _ => nn.functional.silu(x),
        };

    private Tensor Activate(Tensor x) => Activate(x, layout.Activation);
}
