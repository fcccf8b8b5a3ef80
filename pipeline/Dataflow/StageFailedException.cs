namespace Pipeline.Engine.Dataflow;

/// <summary>A stage failed on a node, perhaps on one part of it. The inner exception says why; the message says it in the words of
/// <see cref="ErrorText"/>.</summary>
public sealed class StageFailedException(string node, int? part, Exception inner)
    : Exception(part is null ? $"{node}: {ErrorText.Describe(inner)}" : $"{node}, part {part}: {ErrorText.Describe(inner)}", inner)
{
    /// <summary>The node's id.</summary>
    public string Node => node;

    /// <summary>0-based part; null where the failure belongs to no single part.</summary>
    public int? Part => part;
}
