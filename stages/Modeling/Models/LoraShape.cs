namespace Pipeline.Modeling.Models;

/// <summary>What an adapter is, apart from its weights.</summary>
/// <param name="Rank">Rank of every update.</param>
/// <param name="Alpha">Numerator of the scale.</param>
/// <param name="Targets">Names of the adapted linear layers, such as <c>q_proj</c>.</param>
public sealed record LoraShape(int Rank, double Alpha, IReadOnlyList<string> Targets)
{
    /// <summary>What updates are multiplied by: alpha divided by rank.</summary>
    public double Scale => Alpha / Rank;
}
