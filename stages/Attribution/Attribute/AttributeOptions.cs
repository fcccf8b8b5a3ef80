using System.ComponentModel.DataAnnotations;
using Pipeline.Stages.Data;

namespace Pipeline.Stages.Attribution.Attribute;

/// <summary>Settings of attribution by verbatim spans.</summary>
public sealed record AttributeOptions
{
    /// <summary>
    /// The shortest span, words. It only keeps shorter ones out of the table: which of the others say something is for their evidence to
    /// decide.
    /// </summary>
    [Range(1, 1000)]
    public int MinWords { get; init; } = 2;

    /// <summary>How many of a span's words must be more than English function words; with 1, spans such as <c>of the</c> are left
    /// out.</summary>
    [Range(0, 1000)]
    public int MinContentWords { get; init; } = 1;

    /// <summary>
    /// What of a training row is searched: response (every turn of the assistant, which is what carries loss), instruction (every turn of
    /// the user or of a tool), input.
    /// </summary>
    public IReadOnlyList<InstanceField> Search { get; init; } = [InstanceField.Response];
}
