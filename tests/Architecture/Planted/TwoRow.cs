namespace Pipeline.Tests.Architecture.Planted.Wing.Two;

/// <summary>A row record: with the words of its columns, the one thing of a stage that others may use.</summary>
internal sealed class TwoRow
{
    public TwoWord? Word { get; set; }
}
