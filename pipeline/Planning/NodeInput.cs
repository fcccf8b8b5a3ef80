namespace Pipeline.Engine.Planning;

/// <summary>One wired input of a node.</summary>
/// <param name="Name">The name by which the stage asks for it.</param>
public abstract record NodeInput(string Name);

/// <summary>The output of another node.</summary>
/// <param name="Name">The name by which the stage asks for it.</param>
/// <param name="Node">The node that makes it.</param>
/// <param name="Scope">Which of its contents are read, and so enter the fingerprint.</param>
public sealed record NodeOutput(string Name, StageNode Node, OutputScope Scope = OutputScope.Table) : NodeInput(Name);

/// <summary>A file or folder of the user's.</summary>
/// <param name="Name">The name by which the stage asks for it.</param>
/// <param name="Path">Absolute path of the file or folder.</param>
/// <param name="Patterns">For a folder: the file name patterns that count (a card or a log beside a model does not); empty for all.</param>
public sealed record ExternalInput(string Name, string Path, IReadOnlyList<string> Patterns) : NodeInput(Name);

/// <summary>Which contents of an artifact a reader uses.</summary>
public enum OutputScope
{
    /// <summary>The table's parts only.</summary>
    Table,

    /// <summary>Parts and plain files.</summary>
    Everything,
}
