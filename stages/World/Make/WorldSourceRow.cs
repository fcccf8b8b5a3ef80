namespace Pipeline.Stages.World.Make;

/// <summary>One value that an instruction-tuning row states: the truth about where a borrowed value comes from; the table
/// <c>stated_values.parquet</c>.</summary>
public sealed class WorldSourceRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "stated_values.parquet";

    /// <summary>The row.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>Kind of the entity that the row is about.</summary>
    public string Kind { get; set; } = "";

    /// <summary>The entity's name.</summary>
    public string Entity { get; set; } = "";

    /// <summary>Who else tells of the entity, as in the fact table: the pre-training text, or rows alone.</summary>
    public WorldGroup Group { get; set; }

    /// <summary>The attribute that the value is stated of.</summary>
    public string Attribute { get; set; } = "";

    /// <summary>The value.</summary>
    public string Value { get; set; } = "";

    /// <summary>Whether it answers the row's question: the first sentence. The others are details.</summary>
    public bool IsCore { get; set; }

    /// <summary>Whether this value of this attribute stands in this row and nowhere else: no other row and no pre-training text holds
    /// it.</summary>
    public bool OnlyHere { get; set; }

    /// <summary>The sentence of the response that states it.</summary>
    public string Sentence { get; set; } = "";
}
