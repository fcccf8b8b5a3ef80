using System.ComponentModel.DataAnnotations;
using Pipeline.Stages.Data;

namespace Pipeline.Stages.Attribution.Attribute;

/// <summary>Settings of attribution by verbatim spans.</summary>
public sealed record AttributeOptions
{
    /// <summary>The shortest span, words.</summary>
    [Range(1, 1000)]
    public int MinWords { get; init; } = 4;

    /// <summary>How many of a span's words must be more than function words.</summary>
    [Range(0, 1000)]
    public int MinContentWords { get; init; } = 2;

    /// <summary>
    /// What of a training row is searched: response (every turn of the assistant, which is what carries loss), instruction (every turn of
    /// the user or of a tool), input.
    /// </summary>
    public IReadOnlyList<InstanceField> Search { get; init; } = [InstanceField.Response];
}
