using System.ComponentModel.DataAnnotations;
using Pipeline.Engine.Configuration;

namespace Pipeline.App.Settings;

/// <summary>Answers of one model that ran elsewhere.</summary>
public sealed record GenerationSettings
{
    /// <summary>The file: .json, .jsonl or .parquet, also compressed.</summary>
    [PathSetting(Kind = PathKind.File)]
    public required SettingPath Path { get; init; }

    /// <summary>Which fields hold <c>prompt</c>, <c>answer</c> and, if there is one, <c>reference</c>.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>Rows to read at most; 0 for all.</summary>
    [Range(0, 1_000_000_000)]
    public int Limit { get; init; }

    /// <summary>The dataset that its answers are compared with.</summary>
    public required string TrainedOn { get; init; }

    /// <summary>Whether this is the control: a model that was never trained on those rows.</summary>
    public bool Control { get; init; }

    /// <summary>
    /// The model that wrote them, one of <c>models</c> or of those tuned here: its token shift is measured on these answers too. Their text
    /// is tokenized once, so the tokens need not be those that it wrote; nor need they be its most likely ones.
    /// </summary>
    public string? Model { get; init; }
}
