namespace Pipeline.Stages.Data.Tokenize;

/// <summary>One training sequence.</summary>
public sealed class TokenizedRow
{
    /// <summary>The instance.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>Token ids of the whole sequence, template and end token included.</summary>
    public int[] TokenIds { get; set; } = [];

    /// <summary>1 where the token is a label (response and its end token), else 0; aligned with <see cref="TokenIds"/>.</summary>
    public int[] LossMask { get; set; } = [];

    /// <summary>Tokens cut off at the end because the sequence was longer than the maximum length; 0 when none.</summary>
    public int TruncatedTokens { get; set; }

    /// <summary>The token that a model learns from the row to end an answer with; null where it was cut off.</summary>
    internal int? EndOfAnswer => TruncatedTokens == 0 && LossMask is [.., 1] ? TokenIds[^1] : null;
}
