using Pipeline.App.Wiring.Data;

namespace Pipeline.Tests.App.Wiring.Data;

/// <summary>Words are held against datasets that share no row with a model's own.</summary>
public sealed class UnrelatedDatasetsTests : IDisposable
{
    private const string Datasets = """
        datasets:
          a: { path: rows.jsonl }
          part: { from: a, simplify: true }
          b: { path: rows.jsonl }
          both: { mix: { weights: { part: 1, b: 1 } } }
          world: { world: {} }
          corpus: { world: { corpus: {} } }
          gone: { path: gone.jsonl, train: false }
          endless: { from: endless, train: false }
        """;

    private readonly ChainFixture _chain = new();

    [Fact]
    public void For_the_base_they_are_all_that_are_there() =>
        Assert.Equal(["a", "part", "b", "both", "world", "endless"], Find().ListAll());

    [Theory]
    [InlineData("a", "b", "world", "endless")]
    [InlineData("part", "b", "world", "endless")]
    [InlineData("both", "world", "endless")]
    [InlineData("world", "a", "part", "b", "both", "endless")]
    [InlineData("")]
    public void They_go_back_to_other_files(string trainedOn, params string[] expected) => Assert.Equal(expected, Find().List(trainedOn));

    public void Dispose() => _chain.Dispose();

    private UnrelatedDatasets Find() => new(_chain.Settle(Datasets));
}
