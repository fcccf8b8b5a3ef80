using System.ComponentModel.DataAnnotations;
using Pipeline.Engine.Configuration;
using Pipeline.Stages.Attribution.Borrowings;

namespace Pipeline.App.Settings;

/// <summary>What a model's spans are held against: what it shares with rows that it cannot have it from.</summary>
public sealed record ControlSettings
{
    /// <summary>
    /// What is taken: twin (the same method trained on the untrained twin of the fictional world's rows), split_half (the same method
    /// trained on either half of the rows), model (another model, or imported answers), base. Default: imported answers that are a control
    /// where there are any, else the base, which holds neither style nor length equal.
    /// </summary>
    public ControlKind? Type { get; init; }

    /// <summary>The model, for the type <c>model</c>: the name of a model or of imported answers.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// The models tuned here that are held against a control, as the report calls them; a name without the seed stands for all seeds.
    /// Default all, of which twin and split_half train one or two more models each. Nothing is called borrowed in the answers of the
    /// others.
    /// </summary>
    [Items(Least = 1)]
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Seed of the halves, for the type <c>split_half</c>.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// How near, as a cosine of tf-idf vectors of their words, a prompt and a row's request are to be for spans of that row to count as
    /// contamination.
    /// </summary>
    [Range(0.1, 1.0)]
    public double SameRequest { get; init; } = 0.8;

    /// <summary>Rates at equal length count the first so many words of each answer; default the smaller of both medians.</summary>
    [Range(1, 1_000_000)]
    public int? EqualWords { get; init; }
}
