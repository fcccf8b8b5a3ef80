using System.ComponentModel.DataAnnotations;
using Pipeline.Engine.Configuration;

namespace Pipeline.App.Settings;

/// <summary>How near answers are to the rows that they borrowed from, beside random rows and the nearest others by BM25.</summary>
public sealed record SourceSimilaritySettings
{
    /// <summary>The models, as the report calls them, such as <c>sft.alpaca</c>; a name without the seed stands for all seeds.</summary>
    [Items(Least = 1)]
    public required IReadOnlyList<string> Model { get; init; }

    /// <summary>Rows drawn at random for each answer and source.</summary>
    [Range(1, 1000)]
    public int RandomRows { get; init; } = 10;

    /// <summary>Seed of what is drawn.</summary>
    public int Seed { get; init; }
}
