using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Models.Families;

/// <summary>The page on adding a family shows a family that is there.</summary>
public sealed class WorkedExampleTests
{
    [Fact]
    public void The_worked_example_is_the_file_itself()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "adding-a-model-family.md"));
        var family = File.ReadAllText(Repository.PathOf("stages", "Modeling", "Models", "Families", "Starcoder2Family.cs"));
        var registered = File.ReadAllText(Repository.PathOf("stages", "Modeling", "Models", "Families", "ModelFamilies.cs"));

        Assert.Contains($"```csharp\n{family.TrimEnd()}\n```", page, StringComparison.Ordinal);
        Assert.Contains("\n        new Starcoder2Family(),\n", registered, StringComparison.Ordinal);
        Assert.Contains("\n        new Starcoder2Family(),\n", page, StringComparison.Ordinal);
    }
}
