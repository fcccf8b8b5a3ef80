using System.ComponentModel.DataAnnotations;
using Pipeline.Engine.Configuration;

namespace Pipeline.Stages.Data.Filter;

/// <summary>Settings of a quality filter: bounds on a score, or the best so many, or both.</summary>
public sealed record FilterOptions
{
    /// <summary>What it goes by.</summary>
    public QualityScore By { get; init; } = QualityScore.Score;

    /// <summary>The lowest score that stays; null for no bound. AlpaGasus keeps 4.5 and above.</summary>
    [Range(-1e9, 1e9)]
    public double? Minimum { get; init; }

    /// <summary>The highest score that stays; null for no bound.</summary>
    [Range(-1e9, 1e9)]
    public double? Maximum { get; init; }

    /// <summary>How many stay at most, the highest scores first (equal ones by id); 0 for all.</summary>
    [Range(0, 1_000_000_000)]
    public int Keep { get; init; }

    /// <summary>The dataset's name, for messages.</summary>
    [NotASetting]
    public string Dataset { get; init; } = "";

    /// <summary>Rows of a part at most.</summary>
    [NotASetting]
    public int PartRows { get; init; } = 256;
}
