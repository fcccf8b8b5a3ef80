using Pipeline.Stages.Data;

namespace Pipeline.Stages.Attribution.ResponseIndex;

/// <summary>Settings of the index of a dataset's phrases.</summary>
public sealed record ResponseIndexOptions
{
    /// <summary>In what of a row phrases are looked for.</summary>
    public IReadOnlyList<InstanceField> Search { get; init; } = [InstanceField.Response];
}
