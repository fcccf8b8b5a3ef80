using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Decoder;

/// <summary>
/// A layer that keeps its input alone for the backward pass and computes itself again there (Chen et al. 2016). Gradients of weights and
/// adapters come from the second computation, which draws the same dropout.
/// </summary>
internal sealed class Recomputation : autograd.SingleTensorFunction<Recomputation>
{
    private const string Layer = "layer";
    private const string Pass = "pass";
    private const string NeedsInput = "needs-input";

    /// <inheritdoc />
    public override string Name => nameof(Recomputation);

    /// <summary>The layer's output for x; a layer without anything to train above an input without gradient is computed plainly.</summary>
    public static Tensor Run(DecoderBlock block, Tensor x, ForwardPass pass)
    {
        if (x.requires_grad)
        {
            return apply(block, pass, true, x);
        }

        if (pass.Adapter is null || !block.IsAdapted(pass.Adapter))
        {
            return block.Apply(x, pass);
        }

        // Only a function of something that asks for a gradient is recorded; the gradient itself is not computed.
        using var asking = x.detach().requires_grad_();
        return apply(block, pass, false, asking);
    }

    /// <inheritdoc />
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (block, pass, x) = ((DecoderBlock)vars[0], (ForwardPass)vars[1], (Tensor)vars[3]);
        ctx.save_data(Layer, block);
        ctx.save_data(Pass, pass);
        ctx.save_data(NeedsInput, vars[2]);
        ctx.save_for_backward([x, .. pass.Tensors]);
        return block.Apply(x, pass);
    }

    /// <inheritdoc />
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var needsInput = (bool)ctx.get_data(NeedsInput);
        var x = saved[0].detach().requires_grad_(needsInput);
        using (enable_grad())
        {
            var y = ((DecoderBlock)ctx.get_data(Layer)).Apply(x, ((ForwardPass)ctx.get_data(Pass)).With(saved.Skip(1).ToList()));
            autograd.backward([y], [grad_output]);
        }

        return [null!, null!, null!, needsInput ? x.grad!.MoveToOuterDisposeScope() : null!];
    }
}
