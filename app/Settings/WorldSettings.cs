using System.ComponentModel.DataAnnotations;
using Pipeline.Stages.World.Make;

namespace Pipeline.App.Settings;

/// <summary>A dataset of the fictional world: an instruction-tuning set or, with <c>corpus</c>, pre-training text.</summary>
public sealed record WorldDatasetSettings
{
    /// <summary>Pre-training text; the other keys are about instruction-tuning sets.</summary>
    public WorldCorpusOptions? Corpus { get; init; }

    /// <summary>Whose facts its rows state: mixed, known, new.</summary>
    public WorldFacts Facts { get; init; } = WorldFacts.Mixed;

    /// <summary>Its rows; a smaller set is the beginning of a larger one.</summary>
    [Range(1, 1_000_000)]
    public int Rows { get; init; } = 300;

    /// <summary>Where dealt values come from: instructions, or control for the twin that no model is to be trained on.</summary>
    public WorldPool Pool { get; init; } = WorldPool.Instructions;

    /// <summary>Seed of the order of rows, their wording, and who is dealt which value.</summary>
    public int Seed { get; init; }
}

/// <summary>Questions about the fictional world.</summary>
public sealed record WorldPromptSettings
{
    /// <summary>Questions about known entities that no instruction-tuning row is about.</summary>
    [Range(0, 100_000)]
    public int Known { get; init; } = 100;

    /// <summary>Questions about unknown entities.</summary>
    [Range(0, 100_000)]
    public int Unknown { get; init; } = 40;

    /// <summary>Seed of which facts are asked for and how.</summary>
    public int Seed { get; init; }
}
