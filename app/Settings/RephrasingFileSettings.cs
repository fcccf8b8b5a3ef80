using Pipeline.Engine.Configuration;

namespace Pipeline.App.Settings;

/// <summary>Rephrasings of prompts by the user, instead of those of the rule.</summary>
public sealed record RephrasingFileSettings
{
    /// <summary>
    /// The file: .json, .jsonl or .parquet, also compressed. Its fields: <c>prompt</c> or <c>instance_id</c> (what is rephrased),
    /// <c>rephrased</c> (how it asks instead), <c>kind</c> (concept: without what the prompt shares with the source; placebo: with
    /// something else changed). Both kinds are needed; of a kind a prompt may have several.
    /// </summary>
    [PathSetting(Kind = PathKind.File)]
    public required SettingPath Path { get; init; }

    /// <summary>Which of the file's fields holds which of a rephrasing's, such as <c>rephrased: text</c>.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();
}
