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
            Group = Spelled(entity.Group),
            Attribute = attribute.Noun,
            Value = value ?? "",
            Core = !attribute.IsRare,
            InBase = value is not null,
            Split =
                entity.Group != WorldGroup.Known ? ""
                : entity.IsForTests ? "tests"
                : "instructions",
            QuestionForm = entity.HasQuestions,
        };

    /// <summary>One row for every value of every pool.</summary>
    public static IEnumerable<WorldValueRow> Values(FictionalWorld world) =>
        from entry in world.ValuesOf
        from pool in new[]
        {
            ("pretraining", entry.Value.Pretraining),
            ("instructions", entry.Value.Instructions),
            ("control", entry.Value.Control),
        }
        from value in pool.Item2
        select new WorldValueRow
        {
            Kind = entry.Key.Kind,
            Attribute = entry.Key.Noun,
            Value = value,
            Pool = pool.Item1,
        };

    /// <summary>A group as tables spell it.</summary>
    public static string Spelled(WorldGroup group) => group.ToString().ToLowerInvariant();

    /// <summary>A form as tables spell it.</summary>
    public static string Spelled(WorldForm form) =>
        form switch
        {
            WorldForm.HeldOut => "held_out",
            _ => form.ToString().ToLowerInvariant(),
        };
}
