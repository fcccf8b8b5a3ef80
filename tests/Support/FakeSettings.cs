using Pipeline.Engine.Configuration;

namespace Pipeline.Tests.Support;

/// <summary>What the YAML of the fake application says.</summary>
public sealed record FakeSettings
{
    /// <summary>A file with one whole number a line.</summary>
    [PathSetting(Kind = PathKind.File)]
    public required SettingPath Numbers { get; init; }

    /// <summary>Numbers in one part.</summary>
    public int PartRows { get; init; } = 2;

    /// <summary>Settings of the stages.</summary>
    public FakeStageSettings Stages { get; init; } = new();
}

/// <summary>Settings of the fake stages.</summary>
public sealed record FakeStageSettings
{
    /// <summary>What is added to every number.</summary>
    public FakeAddSettings Add { get; init; } = new();
}

/// <summary>Settings of the fake addition.</summary>
public sealed record FakeAddSettings
{
    /// <summary>What the small variant adds; the large one adds ten times as much.</summary>
    public int Amount { get; init; } = 1;
}
