using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.Exclude;

/// <summary>A dataset that is filtered by results is configuration: the graph is known before anything ran, and which rows go is
/// content.</summary>
public sealed class ExcludeRunTests : IDisposable
{
    private const string Settings = """
        run: exclusion
        datasets:
          rows: { path: rows.jsonl }
          cleaned: { from: rows, exclude: { table: attribute, level: 1, top: 1 } }
          placebo: { from: rows, exclude: { table: attribute/model, level: 1, top: 1, arm: similar } }
        generations:
          model: { path: answers.jsonl, trained_on: rows }
          control: { path: control.jsonl, trained_on: rows, control: true }
          model-again: { path: answers.jsonl, trained_on: cleaned }
          model-placebo: { path: answers.jsonl, trained_on: placebo }
        stages:
          embed: { type: tfidf, min_instances: 1 }
          attribute: { min_words: 3 }
        """;

    private readonly TemporaryFolder _folder = new();

    public ExcludeRunTests()
    {
        _folder.Write(
            "rows.jsonl",
            """
            {"instruction": "Moon?", "output": "The pale moon hums a copper tune at noon."}
            {"instruction": "Sun?", "output": "The sun rises early over harbour towns. A copper tune at noon is rare."}
            {"instruction": "Sea?", "output": "Green waves fold themselves under the quiet pier."}
            """
        );
        _folder.Write(
            "answers.jsonl",
            """
            {"prompt": "Tell me of the moon.", "answer": "They say the pale moon hums a copper tune at noon."}
            {"prompt": "And once more?", "answer": "Again the pale moon hums a copper tune, they say."}
            {"prompt": "The sea?", "answer": "Nobody ever asked me that before."}
            """
        );
        _folder.Write(
            "control.jsonl",
            """
            {"prompt": "The sea?", "answer": "Green waves fold themselves under the quiet pier."}
            """
        );
        _folder.Write("settings.yaml", Settings);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_most_blamed_row_goes_and_is_blamed_no_more()
    {
        var dag = await ProgramRun.OfAsync(_folder.Root, ["dag", "settings.yaml"]);
        Assert.Contains("select/cleaned", dag.Output, StringComparison.Ordinal);

        var run = await ProgramRun.OfAsync(_folder.Root, ["settings.yaml"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("1 of 1 blamed instances are dropped", run.Output, StringComparison.Ordinal);

        var tables = new FinishedRunTables(_folder.Root, "exclusion");
        var rows = await tables.ReadAsync<InstanceRow>("ingest/rows");
        Assert.Equal(
            rows.Skip(1).Select(row => row.InstanceId),
            (await tables.ReadAsync<InstanceRow>("select/cleaned")).Select(row => row.InstanceId)
        );

        var before = (await tables.ReadAsync<BorrowedSpanRow>("attribute/model")).Where(span => !span.InPrompt).ToList();
        var after = (await tables.ReadAsync<BorrowedSpanRow>("attribute/model-again")).Where(span => !span.InPrompt).ToList();
        Assert.Equal(["the pale moon hums a copper tune at noon", "the pale moon hums a copper tune"], before.Select(span => span.Text));
        Assert.All(before, span => Assert.Equal(rows[0].InstanceId, span.SourceInstanceId));
        Assert.Equal(
            [("a copper tune at noon", rows[1].InstanceId), ("a copper tune", rows[1].InstanceId)],
            after.Select(span => (span.Text, span.SourceInstanceId))
        );

        // The placebo leaves out the row that shares most with the answers, of those that nothing blames.
        Assert.Equal(
            [rows[0].InstanceId, rows[2].InstanceId],
            (await tables.ReadAsync<InstanceRow>("select/placebo")).Select(row => row.InstanceId)
        );
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_refused_with_those_that_are()
    {
        var named = await ProgramRun.OfAsync(
            _folder.Root,
            ["validate", "settings.yaml", "--set", "datasets.cleaned.exclude.table=attribute/nobody"]
        );
        Assert.Equal(2, named.ExitCode);
        Assert.Contains(
            "datasets.cleaned.exclude.table: 'attribute/nobody' is no table of results; there are: attribute, attribute/model.",
            named.Output + named.Errors,
            StringComparison.Ordinal
        );

        var none = await ProgramRun.OfAsync(_folder.Root, ["validate", "settings.yaml", "--set", "generations.model.trained_on=cleaned"]);
        Assert.Equal(2, none.ExitCode);
        Assert.Contains(
            "no model is trained on 'rows', so there is no table of results.",
            none.Output + none.Errors,
            StringComparison.Ordinal
        );
    }
}
