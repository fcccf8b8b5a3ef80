using System.Reflection;
using Pipeline.Engine;
using Pipeline.Modeling.Text;
using Pipeline.Tests.Support;
using PublicApiGenerator;

namespace Pipeline.Tests.Architecture;

/// <summary>What the engine and Modeling offer is changed knowingly: the public surface of each stands in an approved file.</summary>
public sealed class PublicSurfaceTests
{
    private static readonly ApiGeneratorOptions _options = new() { IncludeAssemblyAttributes = false };

    [Fact]
    public void The_surface_of_the_engine_is_the_approved_one() => Matches("engine", typeof(InputException).Assembly);

    [Fact]
    public void The_surface_of_modeling_is_the_approved_one() => Matches("modeling", typeof(Words).Assembly);

    private static void Matches(string name, Assembly assembly) =>
        Approved.Matches($"public-surface/{name}", assembly.GeneratePublicApi(_options).ReplaceLineEndings("\n") + "\n");
}
