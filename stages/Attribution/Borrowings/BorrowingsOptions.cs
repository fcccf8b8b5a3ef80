using System.ComponentModel.DataAnnotations;

namespace Pipeline.Stages.Attribution.Borrowings;

/// <summary>Settings of the verdict on spans.</summary>
public sealed record BorrowingsOptions
{
    /// <summary>The model's name.</summary>
    public string Model { get; init; } = "";

    /// <summary>What its spans are held against.</summary>
    public ControlKind Control { get; init; } = ControlKind.Base;

    /// <summary>The control's name.</summary>
    public string ControlName { get; init; } = "";

    /// <summary>
    /// How near, as a cosine of tf-idf vectors of their words, a prompt and a row's request are to be for a span of that row to count as
    /// contamination.
    /// </summary>
    [Range(0.1, 1.0)]
    public double SameRequest { get; init; } = 0.8;

    /// <summary>Rates at equal length count the first so many words of each answer; null for the smaller of the model's and the control's
    /// median.</summary>
    [Range(1, 1_000_000)]
    public int? EqualWords { get; init; }
}
