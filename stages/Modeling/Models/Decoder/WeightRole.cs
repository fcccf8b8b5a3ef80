namespace Pipeline.Modeling.Models.Decoder;

/// <summary>What a weight is for, which decides how a fresh one starts.</summary>
internal enum WeightRole
{
    /// <summary>A matrix or an embedding.</summary>
    Matrix,

    /// <summary>A matrix whose product is added to the residual stream.</summary>
    ResidualMatrix,

    /// <summary>The gain of a norm.</summary>
    Gain,

    /// <summary>A bias.</summary>
    Bias,
}
