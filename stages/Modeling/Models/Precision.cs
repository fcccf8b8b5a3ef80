using System.Text.Json.Serialization;

namespace Pipeline.Modeling.Models;

/// <summary>What weights are held in, and what layers compute in. Logits that are not trained on are computed in 32 bits always.</summary>
public enum Precision
{
    /// <summary>Everything in 32-bit floating point.</summary>
    Float32,

    /// <summary>Weights and activations in 32 bits, matrix products in bfloat16: about twice as fast, for training.</summary>
    Mixed,

    /// <summary>Weights and activations in bfloat16: half the memory, for models that would not fit otherwise.</summary>
    [JsonStringEnumMemberName("bfloat16")]
    BFloat16,
}
