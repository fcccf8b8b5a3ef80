using Pipeline.Engine;

namespace Pipeline.Stages.World.Make;

/// <summary>
/// The rows that instruction tuning may use. All rows of known entities and all of new ones are made, whatever is asked for, and every
/// dealt value goes to one of them; a set is the beginning of that list. So a row is the same in every set that has it, and smaller sets
/// are nested.
/// </summary>
internal static class InstructionSet
{
    private const int FewestDetails = 2;
    private const int MostDetails = 4;

    /// <summary>The rows of a set.</summary>
    /// <exception cref="InputException">The world has fewer rows.</exception>
    public static IReadOnlyList<WorldInstruction> Write(FictionalWorld world, WorldInstructionsOptions options)
    {
        var random = new WorldRandom(world.Options.Seed, $"instructions {options.Seed}");
        var dealer = new ValueDealer(world.ValuesOf, options.Pool, random);
        var known = KnownRows(world, dealer, random);
        var added = NewRows(world, dealer, random);
        var rows = options.Facts switch
        {
            WorldFacts.Known => known,
            WorldFacts.New => added,
            _ => known.Zip(added).SelectMany(pair => new[] { pair.First, pair.Second }).ToList(),
        };
        return options.Rows <= rows.Count
            ? rows.Take(options.Rows).ToList()
            : throw new InputException(
                $"The world has {rows.Count} rows of {options.Facts.Spell()} facts, {options.Rows} were asked "
                    + "for; more entities make more rows."
            );
    }

    /// <summary>Every core fact of every known entity that is not for tests; each rare fact that the base lacks goes to one of the entity's
    /// rows.</summary>
    private static List<WorldInstruction> KnownRows(FictionalWorld world, ValueDealer dealer, WorldRandom random)
    {
        var questions = new List<(WorldEntity Entity, WorldAttribute Asked, List<WorldAttribute> Lacking)>();
        foreach (var entity in world.Known.Where(entity => !entity.IsForTests))
        {
            var asked = entity
                .Kind.Core.Select(attribute => (Entity: entity, Asked: attribute, Lacking: new List<WorldAttribute>()))
                .ToList();
            foreach (var rare in entity.Kind.Attributes.Where(attribute => !entity.Facts.ContainsKey(attribute)))
            {
                random.Pick(asked).Lacking.Add(rare);
            }

            questions.AddRange(asked);
        }

        return random
            .Shuffled(questions)
            .Select(question =>
            {
                var others = random
                    .Shuffled(question.Entity.Stated.Where(attribute => attribute != question.Asked))
                    .Take(Math.Max(0, Details(random) - question.Lacking.Count));
                var details = random.Shuffled(question.Lacking.Concat(others));
                return new WorldInstruction(
                    question.Entity,
                    random.Below(Sentences.QuestionForms),
                    details
                        .Prepend(question.Asked)
                        .Select(attribute =>
                            question.Entity.Facts.TryGetValue(attribute, out var value)
                                ? new DealtValue(attribute, value, false)
                                : dealer.Next(attribute)
                        )
                        .ToList()
                );
            })
            .ToList();
    }

    /// <summary>One core fact of every new entity.</summary>
    private static List<WorldInstruction> NewRows(FictionalWorld world, ValueDealer dealer, WorldRandom random) =>
        random
            .Shuffled(world.Select(WorldGroup.New))
            .Select(entity =>
            {
                var asked = random.Pick(entity.Kind.Core);
                var details = random.Shuffled(entity.Kind.Attributes.Where(attribute => attribute != asked)).Take(Details(random));
                return new WorldInstruction(
                    entity,
                    random.Below(Sentences.QuestionForms),
                    details.Prepend(asked).Select(dealer.Next).ToList()
                );
            })
            .ToList();

    private static int Details(WorldRandom random) => random.Between(FewestDetails, MostDetails);
}
