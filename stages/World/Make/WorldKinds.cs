namespace Pipeline.Stages.World.Make;

/// <summary>The kinds of the world and their attributes: the English that its invented words are set in.</summary>
internal static class WorldKinds
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<WorldKind> All { get; } =
    [
        Kind(
            "person",
            ("origin", "comes from the", "harbor valley meadow cove village quarry orchard moor"),
            ("trade", "earns a living as a", "potter tailor printer glazier mason tanner jeweler weaver"),
            ("mentor", "studied under the", "abbot captain monk duke scholar priest queen poet"),
            ("award", "once won the", "medal cup crown ribbon trophy plaque laurel scepter"),
            ("companion", "keeps a", "cat owl hound parrot ferret mare toad raven"),
            ("pastime", "spends evenings with", "chess kites puzzles cards dice riddles stamps maps")
        ),
        Kind(
            "town",
            ("waterway", "lies on the", "river creek stream brook canal delta lagoon fjord"),
            ("founder", "was founded by the", "baron empress pirate hermit bishop general nomad smith"),
            ("landmark", "is known for the", "tower bridge temple palace gate arch dome statue"),
            ("export", "sells", "silk salt copper timber wool pottery amber paper"),
            ("festival", "celebrates the", "parade feast fair carnival regatta vigil banquet jubilee"),
            ("emblem", "flies a flag with the", "lion eagle anchor sun moon wheel rose oak")
        ),
        Kind(
            "beast",
            ("habitat", "lives in the", "forest swamp desert tundra cave reef steppe jungle"),
            ("diet", "feeds on", "berries roots beetles moss nectar snails seeds minnows"),
            ("covering", "is covered with", "fur scales feathers plates spines bristles slime wrinkles"),
            ("enemy", "is hunted by the", "wolf falcon viper bear shark lynx spider stork"),
            ("call", "makes a", "howl whistle croak rattle purr chirp hum bark"),
            ("shelter", "sleeps in a", "burrow nest den hollow lair cocoon mound thicket")
        ),
        Kind(
            "dish",
            ("base", "is built on", "rice noodles barley lentils bread potatoes maize beans"),
            ("spice", "is seasoned with", "pepper saffron cumin mint ginger fennel thyme cloves"),
            ("cookware", "is cooked in a", "pan oven kettle wok griddle kiln skillet cauldron"),
            ("inventor", "was invented by the", "cook butcher farmer sailor widow miller shepherd nurse"),
            ("garnish", "is topped with", "cheese onions petals nuts herbs cream figs olives"),
            ("drink", "is served with", "tea wine cider coffee juice milk ale broth")
        ),
        Kind(
            "ship",
            ("hull", "is made from", "pine maple cedar ebony walnut bamboo birch teak"),
            ("sail", "is rigged with", "linen hemp canvas leather nylon cotton felt velvet"),
            ("builder", "was built by the", "carpenter engineer prince magnate colonist merchant sultan chemist"),
            ("cargo", "carries", "coal sugar cattle marble tobacco bricks flour spoons"),
            ("figurehead", "is adorned with the", "mermaid dragon dolphin phoenix unicorn griffin siren centaur"),
            ("shanty", "is praised in the", "ballad hymn jig lullaby anthem dirge sonnet rhyme")
        ),
    ];

    /// <summary>The last two of a kind's attributes are the rare ones.</summary>
    private static WorldKind Kind(string name, params (string Noun, string Verb, string Heads)[] attributes) =>
        new(
            name,
            attributes
                .Select(
                    (attribute, index) =>
                        new WorldAttribute(name, attribute.Noun, attribute.Verb, attribute.Heads.Split(' '), index >= attributes.Length - 2)
                )
                .ToList()
        );
}
