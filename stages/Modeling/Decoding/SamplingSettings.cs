namespace Pipeline.Modeling.Decoding;

/// <summary>How the next token is chosen. The defaults are greedy decoding. Steps come in the order penalty, temperature, top-k,
/// top-p.</summary>
public sealed record SamplingSettings
{
    /// <summary>Logits are divided by it before sampling; 0 takes the most likely token.</summary>
    public double Temperature { get; init; }

    /// <summary>Sample among this many most likely tokens; 0 for all.</summary>
    public int TopK { get; init; }

    /// <summary>Sample among the fewest most likely tokens whose probabilities reach this sum (Holtzman et al. 2020); 1 for all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Positive logits of tokens that prompt or answer hold already are divided by it, negative ones multiplied (Keskar et al.
    /// 2019); 1 for none.</summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Whether the most likely token is taken.</summary>
    public bool IsGreedy => Temperature == 0;
}
