namespace Pipeline.Stages.World.Make;

/// <summary>Writes a world down as rows.</summary>
internal static class WorldTables
{
    /// <summary>One row for every entity and attribute.</summary>
    public static IEnumerable<WorldFactRow> Facts(FictionalWorld world) =>
        from entity in world.Entities
        from attribute in entity.Kind.Attributes
        let value = entity.Facts.GetValueOrDefault(attribute)
        select new WorldFactRow
        {
            Entity = entity.Name,
            Kind = entity.Kind.Name,
            Group = entity.Group,
            Attribute = attribute.Noun,
            Value = value ?? "",
            Core = !attribute.IsRare,
            InBase = value is not null,
            Split =
                entity.Group != WorldGroup.Known ? null
                : entity.IsForTests ? EntitySplit.Tests
                : EntitySplit.Instructions,
            QuestionForm = entity.HasQuestions,
        };

    /// <summary>One row for every value of every pool.</summary>
    public static IEnumerable<WorldValueRow> Values(FictionalWorld world) =>
        from entry in world.ValuesOf
        from pool in new[]
        {
            (ValuePool.Pretraining, entry.Value.Pretraining),
            (ValuePool.Instructions, entry.Value.Instructions),
            (ValuePool.Control, entry.Value.Control),
        }
        from value in pool.Item2
        select new WorldValueRow
        {
            Kind = entry.Key.Kind,
            Attribute = entry.Key.Noun,
            Value = value,
            Pool = pool.Item1,
        };
}
