namespace Pipeline.Stages.Data.Halve;

/// <summary>One half of a dataset.</summary>
public enum DatasetHalf
{
    /// <summary>The first in the order of the seed; the larger one of an odd number of rows.</summary>
    A,

    /// <summary>The rest.</summary>
    B,
}
