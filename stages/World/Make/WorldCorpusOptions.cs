using System.ComponentModel.DataAnnotations;
using Pipeline.Engine.Configuration;

namespace Pipeline.Stages.World.Make;

/// <summary>Settings of the pre-training text.</summary>
public sealed record WorldCorpusOptions
{
    /// <summary>The world.</summary>
    [NotASetting]
    public WorldOptions World { get; init; } = new();

    /// <summary>The dataset's name in the configuration.</summary>
    [NotASetting]
    public string Dataset { get; init; } = "";

    /// <summary>Pages about each known entity; three tenths as many come on top that are about none of the world's.</summary>
    [Range(1, 10_000)]
    public int PagesPerEntity { get; init; } = 200;

    /// <summary>Seed of the texts.</summary>
    public int Seed { get; init; }

    /// <summary>Rows of a part at most.</summary>
    [NotASetting]
    public int PartRows { get; init; } = 256;
}
