using ArchUnitNET.Loader;
using Pipeline.App.Wiring;

namespace Pipeline.Tests.Architecture;

/// <summary>How the builders of the chain know each other: in one direction, and by records.</summary>
public sealed class WiringTests
{
    private const string Wiring = "Pipeline.App.Wiring";
    private const string Planted = "Pipeline.Tests.Architecture.Planted";

    [Fact]
    public void No_type_of_the_wiring_comes_back_to_itself()
    {
        var program = new ArchLoader().LoadAssemblies(typeof(ChainBuilder).Assembly).Build();

        Assert.True(program.Types.Count(type => type.FullName.StartsWith(Wiring + ".", StringComparison.Ordinal)) > 40);
        Assert.Empty(new TypeCircles(Wiring).Find(program));
    }

    [Fact]
    public void The_wiring_hands_no_function_on() => Assert.Empty(DeferredMembers.Find(TypesIn(typeof(ChainBuilder), Wiring)));

    [Fact]
    public void A_circle_is_found_also_where_a_closure_closes_it()
    {
        var planted = new ArchLoader().LoadAssemblies(typeof(WiringTests).Assembly).Build();

        Assert.Equal(["First → Second → Third → First"], new TypeCircles($"{Planted}.Circle").Find(planted));
    }

    [Fact]
    public void A_function_is_found_wherever_it_is_handed_on() =>
        Assert.Equal(
            [
                "Deferring.Make: Func",
                "Deferring.Many: IReadOnlyList",
                "Deferring._later: Lazy",
                "Deferring.first: Func",
                "Deferring.fits: Predicate",
            ],
            DeferredMembers.Find(TypesIn(typeof(WiringTests), $"{Planted}.Deferred")).Order(StringComparer.Ordinal)
        );

    private static IEnumerable<System.Type> TypesIn(System.Type marker, string space) =>
        marker
            .Assembly.GetTypes()
            .Where(type => type.Namespace == space || type.Namespace?.StartsWith(space + ".", StringComparison.Ordinal) == true);
}
