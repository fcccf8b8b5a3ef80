using Pipeline.Tests.Architecture.Planted.Wing.Two;

namespace Pipeline.Tests.Architecture.Planted.Shared;

/// <summary>What every stage may use.</summary>
internal static class Room
{
    public static TwoRow Open() => new();
}
