namespace Pipeline.Modeling.Training;

/// <summary>One training sequence.</summary>
/// <param name="Id">Whose it is, for messages.</param>
/// <param name="TokenIds">Its tokens.</param>
/// <param name="LossMask">1 where the token is a label.</param>
public sealed record TrainingSequence(string Id, int[] TokenIds, int[] LossMask)
{
    /// <summary>Labels that can be predicted.</summary>
    public int Labels { get; } = LossMask.Skip(1).Sum();
}
