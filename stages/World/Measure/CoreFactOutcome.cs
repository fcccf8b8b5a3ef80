namespace Pipeline.Stages.World.Measure;

/// <summary>What an answer says of the attribute asked for.</summary>
public enum CoreFactOutcome
{
    /// <summary>The first value of it that the answer states is true.</summary>
    Right,

    /// <summary>The first value of it that the answer states is not.</summary>
    Wrong,

    /// <summary>The answer states none.</summary>
    Absent,
}
