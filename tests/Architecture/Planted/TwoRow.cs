namespace Pipeline.Tests.Architecture.Planted.Wing.Two;

/// <summary>A row record: the one thing of a stage that others may use.</summary>
internal sealed class TwoRow;
