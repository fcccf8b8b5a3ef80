using Pipeline.App.Wiring.Answers;

namespace Pipeline.Tests.App.Wiring.Answers;

/// <summary>A control of a dataset is one of all its parts.</summary>
public sealed class ControlChoiceTests : IDisposable
{
    private readonly ChainFixture _chain = new();

    [Theory]
    [InlineData("a", "a")]
    [InlineData("c", "c", "b", "a")]
    [InlineData("round", "round", "trip")]
    [InlineData("nobody", "nobody")]
    public void A_dataset_goes_back_to_what_it_is_a_part_of(string dataset, params string[] expected) =>
        Assert.Equal(
            expected,
            new ControlChoice(
                _chain.Settle(
                    "datasets: { a: { path: rows.jsonl }, b: { from: a }, c: { from: b }, round: { from: trip }, trip: { from: round } }"
                )
            ).ListOrigins(dataset)
        );

    public void Dispose() => _chain.Dispose();
}
