namespace Pipeline.Stages.Answers.Import;

/// <summary>Settings of the import of one model's answers.</summary>
public sealed record IngestGenerationsOptions
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The file as the configuration spells it.</summary>
    public required string File { get; init; }

    /// <summary>Which fields hold <c>prompt</c>, <c>answer</c> and, if there is one, <c>reference</c>.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>Rows to read at most; 0 for all.</summary>
    public int Limit { get; init; }

    /// <summary>Rows of a part at most.</summary>
    public int PartRows { get; init; } = 256;
}
