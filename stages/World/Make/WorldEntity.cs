namespace Pipeline.Stages.World.Make;

/// <summary>An entity and what the pre-training text says of it.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Group">Who tells of it.</param>
/// <param name="Facts">The value of each attribute that the pre-training text states.</param>
internal sealed record WorldEntity(WorldKind Kind, string Name, WorldGroup Group, IReadOnlyDictionary<WorldAttribute, string> Facts)
{
    /// <summary>Whether a known entity is kept for tests: no instruction-tuning row is about it.</summary>
    public bool IsForTests { get; init; }

    /// <summary>Whether the pre-training text also asks and answers questions about it.</summary>
    public bool HasQuestions { get; init; }

    /// <summary>The attributes that have a value, in the kind's order.</summary>
    public IEnumerable<WorldAttribute> Stated => Kind.Attributes.Where(Facts.ContainsKey);
}
