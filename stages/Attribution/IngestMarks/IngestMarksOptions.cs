namespace Pipeline.Stages.Attribution.IngestMarks;

/// <summary>Settings of the reading of a file of marks.</summary>
public sealed record IngestMarksOptions
{
    /// <summary>The file as the configuration spells it.</summary>
    public required string File { get; init; }

    /// <summary>Which of the file's fields hold those of a mark, such as <c>quote: text</c>.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>The models whose answers may be marked, in the order of the table.</summary>
    public required IReadOnlyList<string> Models { get; init; }
}
