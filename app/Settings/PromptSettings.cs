using System.ComponentModel.DataAnnotations;
using Pipeline.Engine.Configuration;
using Pipeline.Stages.Ingest;

namespace Pipeline.App.Settings;

/// <summary>What every model is asked: a file and how to read it, or questions about the fictional world.</summary>
public sealed record PromptSettings
{
    /// <summary>The file: .json, .jsonl or .parquet, also compressed as .gz or as a .zip with one entry.</summary>
    [PathSetting(Kind = PathKind.File, MayBeAbsent = true)]
    public SettingPath? Path { get; init; }

    /// <summary>Questions about the fictional world, instead of a path.</summary>
    public WorldPromptSettings? World { get; init; }

    /// <summary>The form of its rows: auto, alpaca, sharegpt, messages, prompt_completion.</summary>
    public RecordFormat Format { get; init; } = RecordFormat.Auto;

    /// <summary>Which of the file's fields holds which of the form's, such as <c>conversations: turns</c>.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>Rows to leave out at the start.</summary>
    [Range(0, int.MaxValue)]
    public int Skip { get; init; }

    /// <summary>Rows to read at most; 0 for all.</summary>
    [Range(0, int.MaxValue)]
    public int Limit { get; init; }

    /// <summary>The file as a dataset.</summary>
    internal DatasetSettings ToDataset() => new() { Path = Path, Format = Format, Columns = Columns, Skip = Skip, Limit = Limit, EmptyResponses = EmptyResponse.Keep };
}
