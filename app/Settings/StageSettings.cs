using System.ComponentModel.DataAnnotations;
using Pipeline.Engine.Configuration;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Answers.Judge;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Data.Simplify;
using Pipeline.Stages.Data.Tokenize;
using Pipeline.Stages.Tuning.FineTune;

namespace Pipeline.App.Settings;

/// <summary>Settings of the stages, by stage.</summary>
public sealed record StageSettings
{
    /// <summary>Reading datasets.</summary>
    public IngestSettings Ingest { get; init; } = new();

    /// <summary>Shortening responses.</summary>
    public SimplifyOptions Simplify { get; init; } = new();

    /// <summary>Making training sequences.</summary>
    public TokenizeOptions Tokenize { get; init; } = new();

    /// <summary>Fine-tuning, for all methods.</summary>
    public FineTuneOptions FineTune { get; init; } = new();

    /// <summary>Answering prompts.</summary>
    public GenerateOptions Generate { get; init; } = new();

    /// <summary>Measuring the token shift.</summary>
    public ShiftOptions Shift { get; init; } = new();

    /// <summary>Summing up the token shift.</summary>
    public ShiftSummarySettings ShiftSummary { get; init; } = new();

    /// <summary>Embedding texts for retrieval.</summary>
    public EmbedSettings Embed { get; init; } = new();

    /// <summary>Finding the nearest training rows.</summary>
    public RetrieveSettings Retrieve { get; init; } = new();

    /// <summary>Attributing spans.</summary>
    public AttributeOptions Attribute { get; init; } = new();

    /// <summary>Scoring answers.</summary>
    public JudgeOptions Judge { get; init; } = new();

    /// <summary>Asking models of the fictional world outside the chat template.</summary>
    public WorldProbeSettings WorldProbes { get; init; } = new();

    /// <summary>The report.</summary>
    public ReportSettings Report { get; init; } = new();
}

/// <summary>Settings of reading datasets.</summary>
public sealed record IngestSettings
{
    /// <summary>Rows of a part at most.</summary>
    [Range(1, 1_000_000)]
    public int PartRows { get; init; } = 256;
}

/// <summary>Settings of the summary of the token shift.</summary>
public sealed record ShiftSummarySettings
{
    /// <summary>Words listed for each model, those most often shifted first; the paper shows 125.</summary>
    [Range(0, 1_000_000)]
    public int TopWords { get; init; } = 125;
}

/// <summary>Settings of retrieval.</summary>
public sealed record RetrieveSettings
{
    /// <summary>embedding: nearest vectors, as <c>stages.embed</c> makes them. bm25: shared words, without vectors. fusion: several ways,
    /// by the ranks that each gives.</summary>
    public RetrievalKind Type { get; init; } = RetrievalKind.Embedding;

    /// <summary>Training instances kept for each answer.</summary>
    [Range(1, 100_000)]
    public int TopK { get; init; } = 50;

    /// <summary>
    /// Dense vectors only: an index of FAISS, as its index_factory reads it. Without one all rows are compared, exactly, in managed code;
    /// Flat does the same by FAISS where that is there, with the same result. Others, such as HNSW32 or IVF256,Flat, need FAISS and miss
    /// some rows; the report says how many.
    /// </summary>
    public string? Index { get; init; }

    /// <summary>An index of lists (IVF): how many lists are searched for each answer.</summary>
    [Range(1, 1_048_576)]
    public int Nprobe { get; init; } = 16;

    /// <summary>An index that is a graph (HNSW): how many rows are kept in view while the nearest are looked for.</summary>
    [Range(1, 1_048_576)]
    public int EfSearch { get; init; } = 64;

    /// <summary>bm25: how soon a repeated word stops to count.</summary>
    [Range(0.0, 1000.0)]
    public double K1 { get; init; } = 1.2;

    /// <summary>bm25: how far long instances are held down.</summary>
    [Range(0.0, 1.0)]
    public double B { get; init; } = 0.75;

    /// <summary>fusion: the ways: hidden_state, tfidf, sentence, bm25; each as deep as <c>top_k</c>.</summary>
    [Items(Least = 2)]
    public IReadOnlyList<RetrievalMethod> Of { get; init; } = [RetrievalMethod.Bm25, RetrievalMethod.HiddenState, RetrievalMethod.Tfidf];

    /// <summary>fusion: how little first ranks are set apart: a row scores 1 / (k + rank) for each way that finds it.</summary>
    [Range(0, 1_000_000)]
    public int K { get; init; } = 60;
}

/// <summary>How the nearest training rows are found.</summary>
public enum RetrievalKind
{
    /// <summary>By the inner product of vectors.</summary>
    Embedding,

    /// <summary>By the words that texts share.</summary>
    Bm25,

    /// <summary>By the ranks that several ways give.</summary>
    Fusion,
}

/// <summary>Settings of the report.</summary>
public sealed record ReportSettings
{
    /// <summary>Its title.</summary>
    public string Title { get; init; } = "What instruction tuning did to this model";

    /// <summary>A notice at its foot, such as a licence's condition.</summary>
    public string Notice { get; init; } = "";

    /// <summary>Answers shown in full for each model at most.</summary>
    [Range(0, 1_000_000)]
    public int MaxAnswers { get; init; } = 60;

    /// <summary>Borrowed spans shown with their source for each model at most.</summary>
    [Range(0, 1_000_000)]
    public int MaxSpans { get; init; } = 40;
}
