namespace Pipeline.Stages.Tokenize;

/// <summary>Settings of tokenization.</summary>
public sealed record TokenizeOptions
{
    /// <summary>How conversations are spelled: alpaca, plain, chatml.</summary>
    public string Template { get; init; } = "alpaca";

    /// <summary>The longest training sequence, tokens; what is beyond is cut off, counted and reported.</summary>
    public int MaxLength { get; init; } = 512;
}
