namespace Pipeline.Tests.Architecture.Planted.Wing.Two;

/// <summary>An enum that no column has: the stage's own.</summary>
internal enum TwoChoice
{
    Only,
}
