namespace Pipeline.Stages.World.Make;

/// <summary>What the right answer to a prompt is; the table <c>truths.parquet</c>.</summary>
public sealed class WorldTruthRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "truths.parquet";

    /// <summary>The prompt.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>Kind of the entity that it asks about.</summary>
    public string Kind { get; set; } = "";

    /// <summary>The entity's name.</summary>
    public string Entity { get; set; } = "";

    /// <summary>Who tells of the entity, as in the fact table.</summary>
    public WorldGroup Group { get; set; }

    /// <summary>The attribute asked for.</summary>
    public string Attribute { get; set; } = "";

    /// <summary>The right value; empty where nothing is true, so that every value is invented or borrowed. For new entities what their row
    /// states.</summary>
    public string Value { get; set; } = "";

    /// <summary>How it asks.</summary>
    public WorldForm Form { get; set; }

    /// <summary>Whether the pre-training text also asks and answers questions about the entity.</summary>
    public bool QuestionForm { get; set; }
}
