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

    /// <summary>
    /// <c>pretraining</c>: facts of the pre-training text; <c>instructions</c>: dealt out to instruction-tuning rows, each to one row at
    /// most;
    /// <c>control</c>: to the rows of the control set, which no model is trained on. No modifier is in two pools of one attribute.
    /// </summary>
    public string Pool { get; set; } = "";
}
