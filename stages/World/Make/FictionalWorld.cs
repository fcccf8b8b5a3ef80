using Pipeline.Engine;

namespace Pipeline.Stages.World.Make;

/// <summary>A world whose every name, value and fact follows from its settings: built in milliseconds, the same for every stage that needs
/// it.</summary>
internal sealed class FictionalWorld
{
    private const int Pools = 3;
    private const int TestsOneIn = 4;

    private readonly Dictionary<WorldKind, (IReadOnlyList<string> First, IReadOnlyList<string> Second)> _nameWords = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private FictionalWorld(WorldOptions options)
    {
        Options = options;
        var words = new InventedWords(
            new WorldRandom(options.Seed, "words"),
            WorldKinds.All.SelectMany(kind => kind.Attributes).SelectMany(attribute => attribute.Heads)
        );
        Modifiers = words.Make(options.Modifiers, "ic", "an", "id", "al", "esk");
        ValuesOf = ValuePools.Divide(Modifiers, new WorldRandom(options.Seed, "values"));
        var entities = new List<WorldEntity>();
        foreach (var kind in WorldKinds.All)
        {
            _nameWords.Add(
                kind,
                (words.Make(options.NameWords, "o", "a", "u", "ar"), words.Make(options.NameWords, "in", "os", "eth", "um"))
            );
            entities.AddRange(Populate(kind));
        }

        Entities = entities;
        Known = Select(WorldGroup.Known);
        _names.UnionWith(entities.Select(entity => entity.Name));
    }

    /// <summary>The settings.</summary>
    public WorldOptions Options { get; }

    /// <summary>The first words of values.</summary>
    public IReadOnlyList<string> Modifiers { get; }

    /// <summary>The value pools of each attribute.</summary>
    public IReadOnlyDictionary<WorldAttribute, ValuePools> ValuesOf { get; }

    /// <summary>All entities, by kind and group.</summary>
    public IReadOnlyList<WorldEntity> Entities { get; }

    /// <summary>The entities that the pre-training text tells of.</summary>
    public IReadOnlyList<WorldEntity> Known { get; }

    /// <summary>Builds a world.</summary>
    /// <exception cref="InputException">The settings do not fit each other; the message names them.</exception>
    public static FictionalWorld Build(WorldOptions options)
    {
        var perKind = (long)options.KnownEntities + options.NewEntities + options.UnknownEntities;
        Require(options.Modifiers % Pools == 0, $"modifiers ({options.Modifiers}) is to be a multiple of {Pools}");
        Require(
            perKind < (long)options.NameWords * options.NameWords,
            $"{options.NameWords} name_words make {options.NameWords * options.NameWords} names; {perKind} entities of a kind were "
                + "asked for, and some names are to be left"
        );
        return new FictionalWorld(options);
    }

    /// <summary>The entities of a group.</summary>
    public IReadOnlyList<WorldEntity> Select(WorldGroup group) => Entities.Where(entity => entity.Group == group).ToList();

    /// <summary>An entity that is none of the world's, with a name of the same words and facts drawn anew: there is nothing to remember of
    /// it.</summary>
    /// <param name="random">Draws it.</param>
    /// <param name="factShare">Probability of each attribute to have a value.</param>
    /// <param name="fewestFacts">Attributes that have one at least.</param>
    public WorldEntity Passing(WorldRandom random, double factShare, int fewestFacts)
    {
        var kind = random.Pick(WorldKinds.All);
        var (first, second) = _nameWords[kind];
        string name;
        do
        {
            name = Name(random.Pick(first), random.Pick(second));
        } while (_names.Contains(name));

        var attributes = random.Shuffled(kind.Attributes);
        var facts = attributes
            .Index()
            .Where(entry => entry.Index < fewestFacts || random.Chance(factShare))
            .ToDictionary(entry => entry.Item, entry => random.Pick(ValuesOf[entry.Item].Pretraining));
        return new WorldEntity(kind, name, WorldGroup.Unknown, facts) { HasQuestions = true };
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InputException($"world: {what}.");
        }
    }

    private static string Name(string first, string second) => $"{Capitalised(first)} {Capitalised(second)}";

    private static string Capitalised(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    /// <summary>Groups one after the other take names in an order in which every word comes once before any comes again.</summary>
    private IEnumerable<WorldEntity> Populate(WorldKind kind)
    {
        var random = new WorldRandom(Options.Seed, $"entities of {kind.Name}");
        var (first, second) = _nameWords[kind];
        var places = Enumerable.Range(0, Options.NameWords).ToList();
        var names = random
            .Shuffled(places)
            .SelectMany(shift => random.Shuffled(places).Select(place => Name(first[place], second[(place + shift) % Options.NameWords])))
            .ToList();
        for (var index = 0; index < Options.KnownEntities + Options.NewEntities + Options.UnknownEntities; index++)
        {
            var group =
                index < Options.KnownEntities ? WorldGroup.Known
                : index < Options.KnownEntities + Options.NewEntities ? WorldGroup.New
                : WorldGroup.Unknown;
            var facts = group == WorldGroup.Known ? Facts(kind, random) : new Dictionary<WorldAttribute, string>();
            yield return new WorldEntity(kind, names[index], group, facts)
            {
                IsForTests = group == WorldGroup.Known && index % TestsOneIn == 0,
                HasQuestions = group == WorldGroup.Known && index / TestsOneIn % TestsOneIn != 0,
            };
        }
    }

    private Dictionary<WorldAttribute, string> Facts(WorldKind kind, WorldRandom random)
    {
        var facts = new Dictionary<WorldAttribute, string>();
        foreach (var attribute in kind.Attributes)
        {
            var value = random.Pick(ValuesOf[attribute].Pretraining);
            if (!attribute.IsRare || random.Chance(Options.RareShare))
            {
                facts.Add(attribute, value);
            }
        }

        return facts;
    }
}
