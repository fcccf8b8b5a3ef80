using Pipeline.Stages.Data;

namespace Pipeline.Stages.Attribution.SourceRecall;

/// <summary>Settings of the measurement of retrieval against true sources.</summary>
public sealed record SourceRecallOptions
{
    /// <summary>The models, in the order of the tables.</summary>
    public required IReadOnlyList<BorrowingModel> Models { get; init; }

    /// <summary>The ways of retrieval, in the order of the tables.</summary>
    public required IReadOnlyList<RetrievalWay> Ways { get; init; }

    /// <summary>The least level of a span that counts: 1 stands in a row, 2 is called borrowed, 3 has a shifted content word
    /// besides.</summary>
    public int Level { get; init; } = 2;

    /// <summary>Rows that were retrieved for each answer at most; a source behind them counts as not found.</summary>
    public int Depth { get; init; } = 1000;

    /// <summary>What of a training row a span can stand in.</summary>
    public IReadOnlyList<InstanceField> Search { get; init; } = [InstanceField.Response];
}

/// <summary>A model with borrowed spans.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Series">The name that it shares with the same variant under other seeds.</param>
/// <param name="Dataset">The dataset that it was trained on.</param>
public sealed record BorrowingModel(string Model, string Series, string Dataset);

/// <summary>A way to find rows.</summary>
/// <param name="Method">How.</param>
/// <param name="Query">What is searched with.</param>
public sealed record RetrievalWay(SearchMethod Method, SearchQuery Query);
