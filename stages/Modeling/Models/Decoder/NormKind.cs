namespace Pipeline.Modeling.Models.Decoder;

/// <summary>How a family normalises.</summary>
internal enum NormKind
{
    /// <summary>x / √(mean x² + ε) · w (Zhang and Sennrich 2019).</summary>
    RootMeanSquare,

    /// <summary>The same with 1 + w: Gemma stores its gains around zero.</summary>
    RootMeanSquareAroundOne,

    /// <summary>(x − mean) / √(variance + ε) · w + b (Ba et al. 2016).</summary>
    Layer,
}
