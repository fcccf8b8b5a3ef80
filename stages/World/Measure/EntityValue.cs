namespace Pipeline.Stages.World.Measure;

/// <summary>A value of an attribute of a kind: what two statements have in common that state the same, whoever they state it of.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Attribute">Its attribute.</param>
/// <param name="Value">The value.</param>
internal readonly record struct EntityValue(string Kind, string Attribute, string Value)
{
    /// <summary>Its first word.</summary>
    public string Modifier => Value.Split(' ')[0];

    /// <summary>What a text states.</summary>
    public static EntityValue FromStated(StatedValue stated) => new(stated.Kind, stated.Attribute, stated.Value);
}
