using Pipeline.Stages.World.Make;
using Pipeline.Stages.World.Measure;

namespace Pipeline.Tests.Stages.World.Measure;

/// <summary>Values found in texts.</summary>
public sealed class StatedValuesTests
{
    private static readonly StatedValues _values = new([
        new WorldValueRow
        {
            Kind = "person",
            Attribute = "mentor",
            Value = "tregic monk",
            Pool = ValuePool.Pretraining,
        },
        new WorldValueRow
        {
            Kind = "town",
            Attribute = "river",
            Value = "bolan creek",
            Pool = ValuePool.Control,
        },
    ]);

    [Theory]
    [InlineData("The mentor of Ara Kin is the tregic monk.", "person mentor tregic monk@29+11")]
    [InlineData("Tregic  Monk", "person mentor tregic monk@0+12")]
    [InlineData("a bolan monk, a tregic\ncreek", "person mentor bolan monk@2+10|town river tregic creek@16+12")]
    [InlineData("the tregic, monk; tregic-monk; a monk tregic; tregical monk; a red monk", "")]
    [InlineData("", "")]
    public void A_value_is_a_modifier_and_a_head_side_by_side(string text, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                '|',
                _values.In(text).Select(stated => $"{stated.Kind} {stated.Attribute} {stated.Value}@{stated.Start}+{stated.Length}")
            )
        );

    [Fact]
    public void Every_value_of_the_world_is_found_as_its_own()
    {
        var rows = WorldTables.Values(FictionalWorld.Build(new WorldOptions())).ToList();
        var values = new StatedValues(rows);

        Assert.All(
            rows,
            row =>
                Assert.Equal(
                    (row.Kind, row.Attribute, row.Value),
                    values.In($"It is the {row.Value}.").Select(found => (found.Kind, found.Attribute, found.Value)).Single()
                )
        );
    }

    [Theory]
    [InlineData("monk", "is to be two words")]
    [InlineData("bolan creek", "The head 'creek' belongs to")]
    public void Values_that_would_not_tell_their_attribute_are_refused(string value, string message)
    {
        WorldValueRow[] rows =
        [
            new()
            {
                Kind = "town",
                Attribute = "river",
                Value = "tregic creek",
            },
            new()
            {
                Kind = "town",
                Attribute = "founder",
                Value = value,
            },
        ];

        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => new StatedValues(rows)).Message);
    }
}
