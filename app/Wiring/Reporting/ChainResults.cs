using Pipeline.App.Wiring.Answers;
using Pipeline.App.Wiring.Attribution;
using Pipeline.Engine.Planning;

namespace Pipeline.App.Wiring.Reporting;

/// <summary>All that the report shows. A new table of results is one property more here and one input more in
/// <see cref="ReportBuilder"/>.</summary>
internal sealed record ChainResults
{
    /// <summary>The base, and the models with weights that answered the prompts.</summary>
    public required IReadOnlyList<ComparedModel> Asked { get; init; }

    /// <summary>The models whose answers were written elsewhere.</summary>
    public required IReadOnlyList<ComparedModel> Imported { get; init; }

    /// <summary>The node of the summary of token shifts; null where none was measured.</summary>
    public StageNode? ShiftSummary { get; init; }

    /// <summary>What became of borrowed spans without their rows; null where that was not asked.</summary>
    public CounterfactualTables? Counterfactuals { get; init; }

    /// <summary>The node of what became of borrowed spans when prompts were rephrased; null where that was not asked.</summary>
    public StageNode? PromptCounterfactuals { get; init; }

    /// <summary>The node of how often retrieval finds sources; null where that was not asked.</summary>
    public StageNode? SourceRecall { get; init; }

    /// <summary>The node of how many wrong spans come from a row; null where nobody says which are wrong.</summary>
    public StageNode? WrongSpans { get; init; }

    /// <summary>The node of how near answers are to their sources; null where that was not asked.</summary>
    public StageNode? SourceSimilarity { get; init; }

    /// <summary>Right and written texts at the wrong spans of answers; null where that was not asked.</summary>
    public ContinuationTables? Continuations { get; init; }

    /// <summary>The node of the results on the fictional world; null where prompts are not about it.</summary>
    public StageNode? WorldResults { get; init; }

    /// <summary>The node of what verdicts on spans are worth; null where the truth is not known.</summary>
    public StageNode? Validity { get; init; }
}
