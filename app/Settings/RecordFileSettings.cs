using System.ComponentModel.DataAnnotations;
using Pipeline.Engine.Configuration;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.App.Settings;

/// <summary>A file of records and how to read it.</summary>
public abstract record RecordFileSettings
{
    /// <summary>
    /// The file: .json, .jsonl or .parquet, also compressed as .gz or as a .zip with one entry. It need not be there as long as nothing
    /// reads it, such as a dataset that no model is trained on.
    /// </summary>
    [PathSetting(Kind = PathKind.File, MayBeAbsent = true)]
    public SettingPath? Path { get; init; }

    /// <summary>The form of its rows: auto, alpaca, sharegpt, messages, prompt_completion.</summary>
    public RecordFormat Format { get; init; } = RecordFormat.Auto;

    /// <summary>Which of the file's fields holds which of the form's, such as <c>conversations: turns</c>.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>Rows to leave out at the start.</summary>
    [Range(0, 1_000_000_000)]
    public int Skip { get; init; }

    /// <summary>Rows to read at most; 0 for all.</summary>
    [Range(0, 1_000_000_000)]
    public int Limit { get; init; }
}
