namespace Pipeline.Modeling.Models;

/// <summary>What an adapter is, apart from its weights.</summary>
/// <param name="Rank">Rank of every update.</param>
/// <param name="Alpha">Numerator of the scale.</param>
/// <param name="Targets">Names of the adapted linear layers, such as <c>q_proj</c>, or ends of their paths, such as <c>attn.c_proj</c>.</param>
public sealed record LoraShape(int Rank, double Alpha, IReadOnlyList<string> Targets)
{
    /// <summary>What updates are multiplied by: alpha divided by rank.</summary>
    public double Scale => Alpha / Rank;

    /// <summary>Whether a target names the layer at a path, as PEFT matches them: the whole path, or its end after a dot.</summary>
    public bool Adapts(string path) => Targets.Any(target => Names(target, path));

    /// <summary>Whether one target names the layer at a path.</summary>
    internal static bool Names(string target, string path) =>
        path.EndsWith(target, StringComparison.Ordinal) && (path.Length == target.Length || path[^(target.Length + 1)] == '.');
}
