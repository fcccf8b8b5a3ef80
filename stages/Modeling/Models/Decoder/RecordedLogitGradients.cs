using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Decoder;

/// <summary>The gradients as the library derives them, for every output layer and device.</summary>
internal sealed class RecordedLogitGradients : ILogitGradients
{
    private readonly OutputLayer _output;
    private readonly Precision _precision;
    private readonly Tensor _head;
    private readonly Tensor? _bias;

    public RecordedLogitGradients(OutputLayer output, Precision precision)
    {
        (_output, _precision) = (output, precision);
        _head = output.Head.detach().requires_grad_(output.Head.requires_grad);
        _bias = output.Bias?.detach().requires_grad_(output.Head.requires_grad);
    }

    /// <inheritdoc />
    public Tensor? Head => _head.grad;

    /// <inheritdoc />
    public Tensor? Bias => _bias?.grad;

    /// <inheritdoc />
    public Tensor Take(Tensor hidden, Tensor labels, Tensor gradient)
    {
        using var recorded = enable_grad();
        var input = hidden.requires_grad_();
        var entropy = nn.functional.cross_entropy(_output.Apply(input, _head, _bias, _precision), labels, reduction: nn.Reduction.Sum);
        entropy.backward();
        using var quiet = no_grad();
        gradient.copy_(input.grad!);
        return entropy.detach();
    }
}
