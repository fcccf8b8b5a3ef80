using Pipeline.Engine;

namespace Pipeline.Stages.World.Make;

/// <summary>Chooses what prompts ask for.</summary>
internal static class PromptSet
{
    /// <summary>The prompts: about known entities, then unknown, then new ones.</summary>
    /// <exception cref="InputException">The world has fewer.</exception>
    public static IReadOnlyList<WorldPrompt> Write(FictionalWorld world, WorldPromptsOptions options)
    {
        var random = new WorldRandom(world.Options.Seed, $"prompts {options.Seed}");
        var known = CoreFacts(world.Known.Where(entity => entity.IsForTests), random);
        var unknown = CoreFacts(world.Select(WorldGroup.Unknown), random);
        return
        [
            .. Take(known, options.Known, WorldGroup.Known),
            .. Take(unknown, options.Unknown, WorldGroup.Unknown),
            .. Take(NewFacts(world, options), options.New, WorldGroup.New),
        ];
    }

    private static List<WorldPrompt> CoreFacts(IEnumerable<WorldEntity> entities, WorldRandom random) =>
        random
            .Shuffled(entities.SelectMany(entity => entity.Kind.Core.Select(attribute => (Entity: entity, Attribute: attribute))))
            .Select(fact => new WorldPrompt(
                fact.Entity,
                fact.Attribute,
                fact.Entity.Facts.GetValueOrDefault(fact.Attribute, ""),
                random.Below(Sentences.QuestionForms)
            ))
            .ToList();

    private static List<WorldPrompt> NewFacts(FictionalWorld world, WorldPromptsOptions options) =>
        options.Learned is not { } learned
            ? []
            : InstructionSet
                .Write(world, learned with { World = world.Options })
                .Where(row => row.Entity.Group == WorldGroup.New)
                .Select(row => new WorldPrompt(
                    row.Entity,
                    row.Core.Attribute,
                    row.Core.Value,
                    (row.QuestionForm + 1) % Sentences.QuestionForms
                ))
                .ToList();

    private static IEnumerable<WorldPrompt> Take(List<WorldPrompt> prompts, int count, WorldGroup group) =>
        count <= prompts.Count
            ? prompts.Take(count)
            : throw new InputException(
                $"The world has {prompts.Count} facts of {group.Spell()} entities to ask for, {count} were asked for; more entities make more."
            );
}
