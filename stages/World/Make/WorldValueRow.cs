namespace Pipeline.Stages.World.Make;

/// <summary>A value that an attribute may take, and where it may come from; the table <c>values.parquet</c> beside the facts.</summary>
public sealed class WorldValueRow
{
    /// <summary>The kind that has the attribute.</summary>
    public string Kind { get; set; } = "";

    /// <summary>The attribute.</summary>
    public string Attribute { get; set; } = "";

    /// <summary>The value: a modifier, a space, and a head. Each head belongs to one attribute of the world, so that a value tells its
    /// attribute.</summary>
    public string Value { get; set; } = "";

    /// <summary>The pool that deals it out.</summary>
    public ValuePool Pool { get; set; }
}
