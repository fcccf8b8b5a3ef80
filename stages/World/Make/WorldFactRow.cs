using Pipeline.Engine.Tables;

namespace Pipeline.Stages.World.Make;

/// <summary>What is true of one attribute of one entity before instruction tuning: the fact table of the world.</summary>
public sealed class WorldFactRow
{
    /// <summary>The entity's name, two invented words.</summary>
    public string Entity { get; set; } = "";

    /// <summary>Its kind, such as <c>person</c>.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Who tells of it.</summary>
    public WorldGroup Group { get; set; }

    /// <summary>The attribute, such as <c>mentor</c>.</summary>
    public string Attribute { get; set; } = "";

    /// <summary>The true value, a modifier and a head such as <c>tregic broth</c>; empty where the pre-training text states none.</summary>
    public string Value { get; set; } = "";

    /// <summary>Whether it is one of the kind's core attributes, which the pre-training text states of every known entity; the others are
    /// rare.</summary>
    public bool Core { get; set; }

    /// <summary>Whether the pre-training text states it.</summary>
    public bool InBase { get; set; }

    /// <summary>What a known entity serves; null for the other groups.</summary>
    [EmptyWhenNull]
    public EntitySplit? Split { get; set; }

    /// <summary>Whether the pre-training text also asks and answers questions about the entity; else it states its facts in plain sentences
    /// and tables only.</summary>
    public bool QuestionForm { get; set; }
}
