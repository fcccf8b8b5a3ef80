namespace Pipeline.Stages.World.Results;

/// <summary>What the two sides of a comparison differ in, left and right.</summary>
public enum ContrastFactor
{
    /// <summary>SFT and LFT.</summary>
    Method,

    /// <summary>Verbose and simple responses.</summary>
    Style,

    /// <summary>Rows of new and of known facts.</summary>
    Facts,

    /// <summary>Most and fewest rows.</summary>
    Rows,

    /// <summary>Most and fewest epochs.</summary>
    Epochs,
}
