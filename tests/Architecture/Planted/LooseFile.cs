using Pipeline.Tests.Architecture.Planted.Wing.Two;

namespace Pipeline.Tests.Architecture.Planted;

/// <summary>Stands outside every stage and uses one: a trespass that the walls' own test looks for.</summary>
internal static class LooseFile
{
    public static object Trespass() => TwoStage.Make();
}
