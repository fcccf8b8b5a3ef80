using Pipeline.Engine;
using Pipeline.Stages.World.Make;

namespace Pipeline.Tests.Stages.World.Make;

/// <summary>What the design of the world promises.</summary>
public sealed class FictionalWorldTests
{
    private static readonly FictionalWorld _world = FictionalWorld.Build(new WorldOptions());

    [Fact]
    public void The_same_seed_gives_the_same_world_and_another_another()
    {
        Assert.Equal(Spelled(_world), Spelled(FictionalWorld.Build(new WorldOptions())));
        Assert.NotEqual(Spelled(_world), Spelled(FictionalWorld.Build(new WorldOptions { Seed = 1 })));
    }

    [Fact]
    public void Every_word_of_a_value_tells_its_part()
    {
        var heads = WorldKinds.All.SelectMany(kind => kind.Attributes).SelectMany(attribute => attribute.Heads).ToList();

        Assert.Equal(240, heads.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(heads.Count, heads.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(heads.Intersect(_world.Modifiers, StringComparer.Ordinal));
        Assert.All(WorldKinds.All, kind => Assert.Equal((6, 4), (kind.Attributes.Count, kind.Core.Count)));
    }

    [Fact]
    public void No_modifier_is_in_two_pools_of_an_attribute_and_each_is_an_ordinary_word()
    {
        Assert.All(
            _world.ValuesOf.Values,
            pools =>
            {
                IReadOnlyList<string>[] all = [pools.Pretraining, pools.Instructions, pools.Control];
                Assert.Equal([32, 256, 256], all.Select(pool => pool.Distinct(StringComparer.Ordinal).Count()));
                Assert.Equal(
                    96,
                    all.SelectMany(pool => pool.Select(Modifier).Distinct(StringComparer.Ordinal)).Distinct(StringComparer.Ordinal).Count()
                );
            }
        );
        var uses = _world.ValuesOf.Values.SelectMany(pools => pools.Pretraining).CountBy(Modifier).Select(entry => entry.Value).ToList();

        Assert.Equal(Enumerable.Repeat(10, 96), uses);
    }

    [Fact]
    public void Names_are_one_entity_each_and_unknown_ones_are_made_of_words_that_known_ones_hold()
    {
        Assert.Equal(_world.Entities.Count, _world.Entities.Select(entity => entity.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal((400, 1000, 150), (_world.Known.Count, _world.Select(WorldGroup.New).Count, _world.Select(WorldGroup.Unknown).Count));
        foreach (var kind in WorldKinds.All)
        {
            var known = _world
                .Known.Where(entity => entity.Kind == kind)
                .SelectMany(entity => entity.Name.Split(' '))
                .ToHashSet(StringComparer.Ordinal);
            Assert.All(
                _world.Entities.Where(entity => entity.Kind == kind),
                entity => Assert.Subset(known, entity.Name.Split(' ').ToHashSet(StringComparer.Ordinal))
            );
        }
    }

    [Fact]
    public void Known_entities_have_every_core_fact_from_the_pretraining_pool_and_a_share_of_the_rare_ones()
    {
        Assert.All(
            _world.Known,
            entity =>
            {
                Assert.Subset(entity.Facts.Keys.ToHashSet(), entity.Kind.Core.ToHashSet());
                Assert.All(entity.Facts, fact => Assert.Contains(fact.Value, _world.ValuesOf[fact.Key].Pretraining));
            }
        );
        Assert.All(_world.Entities.Except(_world.Known), entity => Assert.Empty(entity.Facts));
        Assert.InRange(_world.Known.Average(entity => (entity.Facts.Count - 4) / 2.0), 0.25, 0.35);
        Assert.Equal((100, 300), (_world.Known.Count(entity => entity.IsForTests), _world.Known.Count(entity => entity.HasQuestions)));
        Assert.Equal(75, _world.Known.Count(entity => entity.IsForTests && entity.HasQuestions));
    }

    [Fact]
    public void A_passing_entity_has_a_name_of_its_own()
    {
        var random = new WorldRandom(0, "test");
        var names = _world.Entities.Select(entity => entity.Name).ToHashSet(StringComparer.Ordinal);

        Assert.All(
            Enumerable.Range(0, 2000).Select(_ => _world.Passing(random, 0.5, 2)),
            entity =>
            {
                Assert.DoesNotContain(entity.Name, names);
                Assert.InRange(entity.Facts.Count, 2, 6);
            }
        );
    }

    [Theory]
    [InlineData(95, 80, "modifiers (95) is to be a multiple of 3")]
    [InlineData(96, 600, "28 name_words make 784 names; 830 entities")]
    public void Settings_that_do_not_fit_are_bad_input(int modifiers, int known, string message) =>
        Assert.Contains(
            message,
            Assert
                .Throws<InputException>(() => FictionalWorld.Build(new WorldOptions { Modifiers = modifiers, KnownEntities = known }))
                .Message
        );

    private static string Modifier(string value) => value.Split(' ')[0];

    private static IEnumerable<string> Spelled(FictionalWorld world) =>
        WorldTables
            .Facts(world)
            .Select(row => $"{row.Entity} {row.Attribute} {row.Value}")
            .Concat(WorldTables.Values(world).Select(row => $"{row.Attribute} {row.Value} {row.Pool}"));
}
