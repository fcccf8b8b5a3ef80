using System.ComponentModel.DataAnnotations;
using Pipeline.Stages.World.Make;

namespace Pipeline.App.Settings;

/// <summary>What models of the fictional world are asked beside the prompts: whether they kept what the base knows, and learned what is
/// new.</summary>
public sealed record WorldProbeSettings
{
    /// <summary>How they are asked outside the template, each to go on with the text: held_out, question, table. New facts are also asked
    /// in the template.</summary>
    public IReadOnlyList<WorldForm> Forms { get; init; } = [WorldForm.HeldOut, WorldForm.Question, WorldForm.Table];

    /// <summary>Facts of known entities that no instruction-tuning row is about; 0 for none.</summary>
    [Range(0, 100_000)]
    public int Known { get; init; } = 80;

    /// <summary>Facts of new entities that the model's rows state, or as many as they do; 0 for none.</summary>
    [Range(0, 100_000)]
    public int New { get; init; } = 60;

    /// <summary>Longest continuation, tokens.</summary>
    [Range(1, 1_000_000)]
    public int MaxNewTokens { get; init; } = 12;
}
