namespace Pipeline.Engine.Configuration;

/// <summary>
/// What the list of a setting may hold, where that is not what lists may hold everywhere: any number of items, none of them twice, and no
/// empty text. An item that is there twice would do the same work twice, under one name.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemsAttribute : Attribute
{
    /// <summary>The fewest items.</summary>
    public int Least { get; init; }

    /// <summary>Whether an item may be there twice, as an argument of a command may.</summary>
    public bool MayRepeat { get; init; }

    /// <summary>Whether a text may be empty, as an argument of a command may.</summary>
    public bool MayBeEmptyText { get; init; }
}
