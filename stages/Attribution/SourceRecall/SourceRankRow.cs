namespace Pipeline.Stages.Attribution.SourceRecall;

/// <summary>Where one way of retrieval has the true source of one borrowed span.</summary>
public sealed class SourceRankRow
{
    /// <summary>The answered prompt's instance.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>The model that wrote the span.</summary>
    public string Model { get; set; } = "";

    /// <summary>0-based character (UTF-16) where the span starts in the answer.</summary>
    public int Start { get; set; }

    /// <summary>The span as the answer spells it.</summary>
    public string Text { get; set; } = "";

    /// <summary>Its true source.</summary>
    public string SourceInstanceId { get; set; } = "";

    /// <summary>The way.</summary>
    public SearchMethod Method { get; set; }

    /// <summary>What was searched with.</summary>
    public SearchQuery Query { get; set; }

    /// <summary>1-based rank of the source; null where it is not among the rows that were retrieved.</summary>
    public int? Rank { get; set; }
}
