using Pipeline.Modeling.Models.Kernels;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Decoder;

/// <summary>The gradients derived by hand, on the processor: logits become their own gradients in place.</summary>
internal sealed class FusedLogitGradients : ILogitGradients
{
    private readonly ScalarType _type;
    private readonly Tensor _head;
    private readonly Tensor? _bias;

    public FusedLogitGradients(OutputLayer output, Precision precision)
    {
        _type = precision == Precision.Mixed ? ScalarType.BFloat16 : ScalarType.Float32;
        (_head, _bias) = (output.Head.detach().to(_type), output.Bias?.detach().to(_type));
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
            Head?.add_(logits.t().mm(input));
        }

        Bias?.add_(logits.sum(0, type: ScalarType.Float32));
        return tensor((float)sum);
    }
}
