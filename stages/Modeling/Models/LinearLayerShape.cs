namespace Pipeline.Modeling.Models;

/// <summary>A linear layer that an adapter can target.</summary>
/// <param name="Path">Its module path, such as <c>model.layers.0.self_attn.q_proj</c>.</param>
/// <param name="Outputs">Width of its output.</param>
/// <param name="Inputs">Width of its input.</param>
public sealed record LinearLayerShape(string Path, int Outputs, int Inputs)
{
    /// <summary>The last part of its path, such as <c>q_proj</c>.</summary>
    public string Name => Path[(Path.LastIndexOf('.') + 1)..];
}
