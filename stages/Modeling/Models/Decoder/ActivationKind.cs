namespace Pipeline.Modeling.Models.Decoder;

/// <summary>The non-linearity of the feed-forward layers.</summary>
public enum ActivationKind
{
    /// <summary>x · sigmoid(x).</summary>
    Silu,

    /// <summary>x · Φ(x) with the exact normal distribution.</summary>
    Gelu,

    /// <summary>Its approximation by the hyperbolic tangent, which Hugging Face calls <c>gelu_new</c> and
    /// <c>gelu_pytorch_tanh</c>.</summary>
    GeluTanh,

    /// <summary>max(x, 0).</summary>
    Relu,
}
