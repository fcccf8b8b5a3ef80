namespace Pipeline.Stages.Tuning.FineTune;

/// <summary>What is trained.</summary>
public enum FineTuneMethod
{
    /// <summary>A low-rank adapter on a frozen model (the paper's LFT).</summary>
    Lora,

    /// <summary>All parameters (the paper's SFT).</summary>
    Full,

    /// <summary>Whatever a program of the user's trains.</summary>
    Command,
}
