namespace Pipeline.Stages.World.Measure;

/// <summary>Whether a stated value is true of the entity asked about.</summary>
public enum ValueVerdict
{
    /// <summary>It is.</summary>
    Right,

    /// <summary>It is not.</summary>
    Wrong,
}
