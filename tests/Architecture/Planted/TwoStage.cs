namespace Pipeline.Tests.Architecture.Planted.Wing.Two;

/// <summary>The stage that others may not use.</summary>
internal static class TwoStage
{
    public static object Make() => new TwoRow();
}
