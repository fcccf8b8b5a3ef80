using Pipeline.Engine.Configuration;

namespace Pipeline.App.Settings;

/// <summary>Which spans of answers are wrong: a file that says so, the fictional world, whose facts are known, or the references of the
/// prompts.</summary>
public sealed record MarkSettings
{
    /// <summary>
    /// A file with a row for each mark, made by people or by a judge: .json, .jsonl or .parquet, also compressed. Its fields: <c>prompt</c>
    /// or <c>instance_id</c>, <c>model</c>, <c>quote</c> or <c>start</c> and <c>end</c>, <c>label</c> (wrong, right, unclear),
    /// <c>annotator</c>, <c>right</c>.
    /// </summary>
    [PathSetting(Kind = PathKind.File)]
    public SettingPath? Path { get; init; }

    /// <summary>Which of the file's fields holds which of a mark's, such as <c>quote: text</c>.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>Mark the values that answers about the fictional world state, right or wrong.</summary>
    public bool Truth { get; init; }

    /// <summary>
    /// Mark as wrong what stands neither in the reference response of a prompt nor in the prompt, and as right what stands in the reference
    /// alone. A true statement that the reference does not make counts as wrong.
    /// </summary>
    public bool Reference { get; init; }

    /// <summary>Seed of the windows of unmarked words that wrong spans are held against.</summary>
    public int Seed { get; init; }
}
