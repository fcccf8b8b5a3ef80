namespace Pipeline.Stages.World.Make;

/// <summary>A kind of entities.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Attributes">What each of its entities has; the rare ones last.</param>
internal sealed record WorldKind(string Name, IReadOnlyList<WorldAttribute> Attributes)
{
    /// <summary>The attributes that the pre-training text states of every known entity.</summary>
    public IReadOnlyList<WorldAttribute> Core { get; } = Attributes.Where(attribute => !attribute.IsRare).ToList();
}
