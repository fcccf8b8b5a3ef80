using Pipeline.Modeling.Kernels;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Decoder;

/// <summary>The gradients derived by hand, on the processor: logits become their own gradients in place.</summary>
internal sealed class FusedLogitGradients : ILogitGradients
{
    private readonly ScalarType _type;
    private readonly Tensor _head;
    private readonly Tensor? _bias;
    private readonly bool _own;

    public FusedLogitGradients(OutputLayer output, Precision precision, KernelChoice kernels)
    {
        _type = precision == Precision.Mixed ? ScalarType.BFloat16 : ScalarType.Float32;
        (_head, _bias) = (output.Head.detach().to(_type), output.Bias?.detach().to(_type));
        _own = _type == ScalarType.Float32 && _bias is null && kernels.TakesOwnProducts();
        Head = output.Head.requires_grad ? zeros_like(output.Head) : null;
        Bias = output.Head.requires_grad && output.Bias is { } bias ? zeros_like(bias) : null;
    }

    /// <inheritdoc />
    public Tensor? Head { get; }

    /// <inheritdoc />
    public Tensor? Bias { get; }

    /// <inheritdoc />
    public Tensor Take(Tensor hidden, Tensor labels, Tensor gradient)
    {
        if (_own && FusedLinear.Serves(hidden, _head))
        {
            return TakeOwn(hidden, labels, gradient);
        }

        var input = hidden.to(_type);
        var logits = nn.functional.linear(input, _head, _bias);
        var sum = SoftmaxRows.ToGradients(logits, labels);
        gradient.copy_(logits.mm(_head));
        if (Head is not null && _type == ScalarType.Float32)
        {
            Head.addmm_(logits.t(), input, 1, 1);
        }
        else
        {
            Head?.Accumulate(logits.t().mm(input));
        }

        Bias?.Accumulate(logits.sum(0, type: ScalarType.Float32));
        return tensor((float)sum);
    }

    private unsafe Tensor TakeOwn(Tensor hidden, Tensor labels, Tensor gradient)
    {
        KernelInput.RequireLinear(hidden, _head);
        KernelInput.RequireLinear(gradient, _head);
        var (rows, tokens, width) = ((int)hidden.shape[0], (int)_head.shape[0], (int)_head.shape[1]);
        var logits = empty(rows, tokens);
        float* x = (float*)TensorMemory.PointerTo(hidden),
            head = (float*)TensorMemory.PointerTo(_head),
            y = (float*)TensorMemory.PointerTo(logits);
        TallProduct.WithRows(x, head, y, rows, tokens, width);
        var sum = SoftmaxRows.ToGradients(logits, labels);
        TallProduct.WithColumns(y, head, (float*)TensorMemory.PointerTo(gradient), rows, width, tokens);
        if (Head is not null)
        {
            TallProduct.OverRows(y, x, (float*)TensorMemory.PointerTo(Head), rows, tokens, width, add: true);
        }

        return tensor((float)sum);
    }
}
