using System.Runtime.CompilerServices;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Tests.Resume;

/// <summary>What the stages of the program declare of themselves.</summary>
internal static class StageVersions
{
    /// <summary>The declared version of every stage, by name.</summary>
    public static SortedDictionary<string, int> Declared { get; } =
        new(
            typeof(IngestStage)
                .Assembly.GetTypes()
                .Where(type => type.IsSubclassOf(typeof(Stage)) && !type.IsAbstract)
                .Select(type => (Stage)RuntimeHelpers.GetUninitializedObject(type))
                .GroupBy(stage => stage.Name, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Select(stage => stage.Version).Max()),
            StringComparer.Ordinal
        );

    /// <summary>The names of all stages.</summary>
    public static IReadOnlyList<string> AllStages => [.. Declared.Keys];
}
