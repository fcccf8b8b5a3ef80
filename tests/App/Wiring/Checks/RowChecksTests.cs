namespace Pipeline.Tests.App.Wiring.Checks;

/// <summary>What the chain reads or makes is checked, and nothing else; the node that reads it proves it.</summary>
public sealed class RowChecksTests : IDisposable
{
    private readonly ChainFixture _chain = new();

    [Fact]
    public void Files_and_sets_of_the_world_that_the_chain_has_are_checked_by_their_nodes()
    {
        var checks = _chain.Check(
            """
            device: cpu
            model: model
            datasets:
              rows: { path: rows.jsonl }
              w: { world: { rows: 20 } }
              gone: { path: gone.jsonl, train: false }
              text: { world: { corpus: {} }, train: false }
            prompts: { world: { known: 5, unknown: 5 } }
            methods: { lft: {} }
            """
        );

        Assert.Equal(
            [
                ("datasets.rows", "ingest/rows"),
                ("datasets.w", "world-instructions/w"),
                ("prompts", "world-prompts/prompts"),
                ("methods.lft", ""),
                ("model", ""),
                ("stages.tokenize.template", ""),
            ],
            checks.Select(check => (check.Subject, string.Join(' ', check.ProvedBy)))
        );
    }

    [Fact]
    public async Task A_bad_row_is_named_as_the_run_would_name_it()
    {
        _chain.Folder.Write("bad.jsonl", "{\"instruction\": 3}\n");
        var check = Assert.Single(_chain.Check("datasets: { d: { path: bad.jsonl } }"));

        var error = await Record.ExceptionAsync(() => check.RunAsync(TestContext.Current.CancellationToken));

        Assert.Equal("datasets.d", check.Subject);
        Assert.Contains("bad.jsonl", error!.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _chain.Dispose();
}
