using System.ComponentModel.DataAnnotations;
using Pipeline.Engine.Configuration;
using Pipeline.Stages.Attribution.Exclude;
using Pipeline.Stages.Data.Filter;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.App.Settings;

/// <summary>
/// One dataset: a file and how to read it, another dataset, a mixture of several, or rows about the fictional world; and what to change in
/// it, in this order: rows dropped, filtered, simplified, sampled.
/// </summary>
public sealed record DatasetSettings : RecordFileSettings
{
    /// <summary>What to do with a row whose response is empty: <c>error</c>, <c>skip</c> (counted and said), or <c>keep</c>.</summary>
    public EmptyResponse EmptyResponses { get; init; } = EmptyResponse.Error;

    /// <summary>Another dataset of this file to start from, instead of a path.</summary>
    public string? From { get; init; }

    /// <summary>Other datasets of this file to mix, instead of a path.</summary>
    public MixSettings? Mix { get; init; }

    /// <summary>Rows about the fictional world, instead of a path.</summary>
    public WorldDatasetSettings? World { get; init; }

    /// <summary>Keep the rows of high quality.</summary>
    public FilterOptions? Filter { get; init; }

    /// <summary>Sizes of random subsets, each a dataset of its own, such as <c>alpaca-1k</c>; smaller ones lie in larger ones. 0 is all
    /// rows.</summary>
    [Range(0, 1_000_000_000)]
    public IReadOnlyList<int> Sizes { get; init; } = [];

    /// <summary>Seed of the random subsets and of the mixture.</summary>
    public int SampleSeed { get; init; }

    /// <summary>Pass the responses through the simplify stage.</summary>
    public bool Simplify { get; init; }

    /// <summary>Drop rows that a table of results blames.</summary>
    public ExcludeSettings? Exclude { get; init; }

    /// <summary>Whether models are fine-tuned on it; false for a dataset that others start from or that only answers are compared
    /// with.</summary>
    public bool Train { get; init; } = true;

    /// <summary>The rows to draw from the dataset that it starts from; null for all.</summary>
    [NotASetting]
    public int? Size { get; init; }
}

/// <summary>A mixture of datasets.</summary>
public sealed record MixSettings
{
    /// <summary>The datasets and their weights; only the proportions count.</summary>
    [Range(1e-6, 1e6)]
    public required IReadOnlyDictionary<string, double> Weights { get; init; }

    /// <summary>Rows in all; 0 for the most that the weights allow without repeating a row.</summary>
    [Range(0, 1_000_000_000)]
    public int Size { get; init; }
}

/// <summary>A filter of a dataset by a table of results: data may depend on results while the graph stays static.</summary>
public sealed record ExcludeSettings
{
    /// <summary>The tables of what attribution found, judged by the stage <c>borrowings</c>.</summary>
    internal const string Attribute = "attribute";

    /// <summary>The tables of the fictional world's certain borrowings.</summary>
    internal const string Certain = "certain";

    /// <summary>
    /// The table: <c>attribute</c> for all models trained on the dataset it starts from, or one model's, such as
    /// <c>attribute/sft.alpaca</c>; <c>certain</c> in the same way for the certain borrowings of the fictional world.
    /// </summary>
    public string Table { get; init; } = Attribute;

    /// <summary>
    /// The least level of a span that counts: 1 takes whatever stands in a row and not in the prompt, 2 what is called borrowed (q ≤ 0.05),
    /// 3 what besides has a shifted or marginal content word. What is certain is of level 3.
    /// </summary>
    [Range(1, 3)]
    public int Level { get; init; } = 2;

    /// <summary>How many rows to drop, the most blamed first.</summary>
    [Range(0, 1_000_000_000)]
    public int Top { get; init; } = 50;

    /// <summary>source: the blamed rows. random, similar: as many rows that nothing blames, drawn or nearest to the same answers, to hold
    /// it against.</summary>
    public ExclusionArm Arm { get; init; } = ExclusionArm.Source;

    /// <summary>Seed of the random arm.</summary>
    public int Seed { get; init; }
}
