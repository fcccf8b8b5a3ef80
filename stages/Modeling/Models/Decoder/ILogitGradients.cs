using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Decoder;

/// <summary>Cross-entropy of some hidden states at a time with its gradients, those of the output layer summed over all.</summary>
internal interface ILogitGradients
{
    /// <summary>The gradient of the output layer's weight [vocabulary, hidden]; null where it is not trained.</summary>
    Tensor? Head { get; }

    /// <summary>The gradient of its bias [vocabulary]; null where it has none or is not trained.</summary>
    Tensor? Bias { get; }

    /// <summary>Takes some rows.</summary>
    /// <param name="hidden">Hidden states [rows, hidden], fp32, without a gradient.</param>
    /// <param name="labels">Their labels [rows].</param>
    /// <param name="gradient">Takes the gradient of the hidden states.</param>
    /// <returns>The sum of the cross-entropy, nats.</returns>
    Tensor Take(Tensor hidden, Tensor labels, Tensor gradient);
}
