namespace Pipeline.Modeling.Models;

/// <summary>How linear layers compute.</summary>
public enum Precision
{
    /// <summary>Everything in 32-bit floating point.</summary>
    Float32,

    /// <summary>Weights and activations in 32 bits, matrix products in bfloat16: about twice as fast, for training.</summary>
    Mixed,
}
