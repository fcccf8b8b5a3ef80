namespace Pipeline.Modeling.Training;

/// <summary>How the learning rate moves after warm-up.</summary>
public enum ScheduleKind
{
    /// <summary>Half a cosine from the highest rate down.</summary>
    Cosine,

    /// <summary>A straight line down.</summary>
    Linear,

    /// <summary>It stays.</summary>
    Constant,
}
