namespace Pipeline.Tests.App.Wiring.Checks;

/// <summary>Imported answers are checked one by one, and against the control that the report compares them with.</summary>
public sealed class ImportChecksTests : IDisposable
{
    private readonly ChainFixture _chain = new();

    [Fact]
    public void A_table_and_each_pair_that_is_compared_is_checked()
    {
        var checks = _chain.Check(
            """
            datasets: { d: { path: rows.jsonl }, e: { path: rows.jsonl, train: false } }
            generations:
              mine: { path: rows.jsonl, trained_on: d }
              alone: { path: rows.jsonl, trained_on: e }
              author: { path: rows.jsonl, trained_on: d, control: true }
            stages: { embed: { type: tfidf } }
            """
        );

        Assert.Equal(
            [
                ("generations.mine", "ingest-generations/mine"),
                ("generations.alone", "ingest-generations/alone"),
                ("generations.author", "ingest-generations/author"),
                ("generations.mine against author", "report"),
            ],
            checks
                .Where(check => check.Subject.StartsWith("generations", StringComparison.Ordinal))
                .Select(check => (check.Subject, string.Join(' ', check.ProvedBy)))
        );
    }

    public void Dispose() => _chain.Dispose();
}
