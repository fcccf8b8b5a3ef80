using Pipeline.App.Wiring.World;

namespace Pipeline.Tests.App.Wiring.World;

/// <summary>Which datasets are about the fictional world, so that what is borrowed of them is certain.</summary>
public sealed class WorldOriginsTests : IDisposable
{
    private const string Datasets = """
        datasets:
          w: { world: { rows: 20 } }
          part: { from: w, simplify: true }
          text: { world: { corpus: {} } }
          file: { path: rows.jsonl }
          mixed: { mix: { weights: { w: 1, file: 1 } } }
        """;

    private readonly ChainFixture _chain = new();

    [Theory]
    [InlineData("w", "w")]
    [InlineData("part", "w")]
    [InlineData("text", null)]
    [InlineData("file", null)]
    [InlineData("mixed", null)]
    [InlineData(null, null)]
    public void A_set_of_the_world_and_what_is_taken_from_it_are(string? dataset, string? origin) =>
        Assert.Equal(origin, new WorldOrigins(_chain.Settle(Datasets)).Find(dataset)?.Name);

    [Fact]
    public void Steps_go_back_from_the_dataset() =>
        Assert.Equal(["part", "w"], new WorldOrigins(_chain.Settle(Datasets)).ListSteps("part"));

    public void Dispose() => _chain.Dispose();
}
