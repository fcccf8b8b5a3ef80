namespace Pipeline.Stages.Attribution.SourceSimilarity;

/// <summary>Settings of how near answers are to the rows that they borrowed from.</summary>
public sealed record SourceSimilarityOptions
{
    /// <summary>The models, in the order of the tables.</summary>
    public required IReadOnlyList<BorrowingAnswers> Models { get; init; }

    /// <summary>Rows drawn for each pair of answer and source.</summary>
    public int RandomRows { get; init; } = 10;

    /// <summary>Seed of what is drawn.</summary>
    public int Seed { get; init; }
}

/// <summary>A model whose answers borrowed.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Series">The name that it shares with the same variant under other seeds.</param>
/// <param name="Dataset">The dataset that it was trained on.</param>
public sealed record BorrowingAnswers(string Model, string Series, string Dataset);
