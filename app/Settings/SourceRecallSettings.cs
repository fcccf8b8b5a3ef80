using System.ComponentModel.DataAnnotations;
using Pipeline.Engine.Configuration;

namespace Pipeline.App.Settings;

/// <summary>How well each way of retrieval finds the one row that a span was borrowed from.</summary>
public sealed record SourceRecallSettings
{
    /// <summary>The models, as the report calls them, such as <c>sft.alpaca</c>; a name without the seed stands for all seeds.</summary>
    [Items(Least = 1)]
    public required IReadOnlyList<string> Model { get; init; }

    /// <summary>
    /// Which spans: certain (wrong values of the fictional world that stand in one training row and nowhere else: their source is known),
    /// or attribute (those that stand in one training row only; which of them is the source is not known for certain).
    /// </summary>
    public SpanEvidence Spans { get; init; } = SpanEvidence.Attribute;

    /// <summary>
    /// The least level of a span that counts: 1 takes whatever stands in a row and not in the prompt, 2 what is called borrowed (q ≤ 0.05),
    /// 3 what besides has a shifted or marginal content word. What is certain is of level 3.
    /// </summary>
    [Range(1, 3)]
    public int Level { get; init; } = 2;

    /// <summary>
    /// The ways of retrieval: hidden_state, tfidf, bm25, and sentence where <c>stages.embed.encoder</c> is set; and fusion, of those that
    /// <c>stages.retrieve.of</c> names.
    /// </summary>
    [Items(Least = 1)]
    public IReadOnlyList<RetrievalMethod> Methods { get; init; } =
    [RetrievalMethod.HiddenState, RetrievalMethod.Tfidf, RetrievalMethod.Bm25];

    /// <summary>What is searched with: prompt_and_answer, answer.</summary>
    [Items(Least = 1)]
    public IReadOnlyList<RetrievalQuery> Queries { get; init; } = [RetrievalQuery.PromptAndAnswer, RetrievalQuery.Answer];

    /// <summary>Rows that are looked at for each answer; a source behind them counts as not found.</summary>
    [Range(10, 100_000)]
    public int Depth { get; init; } = 1000;
}

/// <summary>A way to find the training rows near to an answer.</summary>
public enum RetrievalMethod
{
    /// <summary>The base model's mean hidden states.</summary>
    HiddenState,

    /// <summary>Weighted words as vectors.</summary>
    Tfidf,

    /// <summary>Shared words, ranked by BM25.</summary>
    Bm25,

    /// <summary>A sentence encoder's vectors.</summary>
    Sentence,

    /// <summary>Several of these, by the ranks that they give.</summary>
    Fusion,
}

/// <summary>What of an answer is searched with.</summary>
public enum RetrievalQuery
{
    /// <summary>The prompt and the answer, as attribution does.</summary>
    PromptAndAnswer,

    /// <summary>The answer alone.</summary>
    Answer,
}
