using System.ComponentModel.DataAnnotations;
using Pipeline.Engine.Configuration;

namespace Pipeline.Stages.World.Make;

/// <summary>Settings of an instruction-tuning set about the world.</summary>
public sealed record WorldInstructionsOptions
{
    /// <summary>The world.</summary>
    [NotASetting]
    public WorldOptions World { get; init; } = new();

    /// <summary>The dataset's name in the configuration.</summary>
    [NotASetting]
    public string Dataset { get; init; } = "";

    /// <summary>Whose facts its rows state: mixed, known, new.</summary>
    public WorldFacts Facts { get; init; } = WorldFacts.Mixed;

    /// <summary>Its rows; a smaller set is the beginning of a larger one.</summary>
    [Range(1, 1_000_000)]
    public int Rows { get; init; } = 300;

    /// <summary>Where dealt values come from: instructions, or control for the twin that no model is to be trained on.</summary>
    public WorldPool Pool { get; init; } = WorldPool.Instructions;

    /// <summary>Seed of the order of rows, their wording, and who is dealt which value.</summary>
    public int Seed { get; init; }

    /// <summary>Rows of a part at most.</summary>
    [NotASetting]
    public int PartRows { get; init; } = 256;
}
