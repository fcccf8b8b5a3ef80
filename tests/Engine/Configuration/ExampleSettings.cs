using System.ComponentModel.DataAnnotations;
using Pipeline.Engine.Configuration;

namespace Pipeline.Tests.Engine.Configuration;

/// <summary>The settings of an imaginary application.</summary>
public sealed record ExampleSettings
{
    /// <summary>The base model's folder; see <see cref="Seed"/>.</summary>
    [PathSetting(MayBeAbsent = true)]
    public SettingPath? Model { get; init; }

    /// <summary>Where every random number starts.</summary>
    public int Seed { get; init; } = 13;

    /// <summary>Named tuning methods.</summary>
    public IReadOnlyDictionary<string, ExampleMethod> Methods { get; init; } = new Dictionary<string, ExampleMethod>();

    /// <summary>Settings by stage.</summary>
    public ExampleStages Stages { get; init; } = new();

    /// <summary>Files that must be there.</summary>
    [PathSetting(Kind = PathKind.File)]
    public IReadOnlyList<SettingPath> Inputs { get; init; } = [];

    /// <summary>Filled in by the program.</summary>
    [NotASetting]
    public string Internal { get; init; } = "";
}

/// <summary>Settings by stage.</summary>
public sealed record ExampleStages
{
    /// <summary>How answers are generated.</summary>
    public ExampleGenerate Generate { get; init; } = new();
}

/// <summary>How answers are generated.</summary>
public sealed record ExampleGenerate
{
    /// <summary>Longest answer in tokens.</summary>
    [Range(1, 4096)]
    public int MaxNewTokens { get; init; } = 64;

    /// <summary>Keep the prompt in the output.</summary>
    public bool KeepPrompt { get; init; }

    /// <summary>Column names by role.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();
}

/// <summary>One way of tuning.</summary>
public sealed record ExampleMethod
{
    /// <summary>What is trained.</summary>
    public required ExampleMethodType Type { get; init; }

    /// <summary>Rank of the adapters.</summary>
    [Range(1, int.MaxValue)]
    public int Rank { get; init; } = 8;

    /// <summary>Step size; a list makes one variant each.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public IReadOnlyList<double> LearningRate { get; init; } = [1e-3];

    /// <summary>Stop after so many steps; null for whole epochs.</summary>
    public long? Steps { get; init; }

    /// <summary>The prompt's form.</summary>
    [AllowedValues("alpaca", "plain", "chatml")]
    public string Template { get; init; } = "alpaca";
}

/// <summary>What a method trains.</summary>
public enum ExampleMethodType
{
    /// <summary>Adapters of low rank.</summary>
    Lora,

    /// <summary>All parameters.</summary>
    FullParameters,
}
