namespace Pipeline.Stages.Data.Ingest;

/// <summary>Settings of one dataset's ingestion.</summary>
public sealed record IngestOptions
{
    /// <summary>The dataset's name.</summary>
    public required string Dataset { get; init; }

    /// <summary>The file as the configuration spells it: the name that a borrowed span's source is given in the report.</summary>
    public required string File { get; init; }

    /// <summary>The form of the rows.</summary>
    public RecordFormat Format { get; init; } = RecordFormat.Auto;

    /// <summary>Which of the file's fields holds which of the form's.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>Rows to leave out at the start.</summary>
    public int Skip { get; init; }

    /// <summary>Rows to read at most; 0 for all.</summary>
    public int Limit { get; init; }

    /// <summary>What to do with a row whose response is empty.</summary>
    public EmptyResponse EmptyResponses { get; init; } = EmptyResponse.Error;

    /// <summary>Rows of a part at most.</summary>
    public int PartRows { get; init; } = 256;
}
