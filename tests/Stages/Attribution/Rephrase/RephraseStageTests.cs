using Pipeline.Engine;
using Pipeline.Engine.Artifacts;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Rephrase;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.Rephrase;

/// <summary>New prompts of those whose answers borrowed, by the rule and by a file.</summary>
public sealed class RephraseStageTests : IDisposable
{
    private static readonly InstanceRow[] _prompts =
    [
        Prompt("p1", "Which river flows through Zarel?"),
        Prompt("p2", "Which hills rise above Tolla?"),
        Prompt("p3", "Is it cold?"),
    ];

    private static readonly InstanceRow[] _instances =
    [
        new()
        {
            InstanceId = "r1",
            Instruction = "Who founded Zarel?",
            Response = "Bert Moss did.",
        },
        new()
        {
            InstanceId = "r2",
            Instruction = "Who founded Quon?",
            Response = "Nobody.",
        },
    ];

    private readonly StageChain _chain = new();

    [Fact]
    public async Task Each_prompt_with_a_borrowed_span_is_asked_twice_anew_after_its_strongest_span()
    {
        var made = await RunAsync(
            new RephraseOptions(),
            [Span("p1", "r2", 3), Span("p1", "r1", 9), Span("p3", "r1", 5), Span("p2", "r1", 7, level: 1)]
        );
        var (prompts, rows) = await ReadAsync(made);

        Assert.Equal(
            [
                ("p1", RephrasingKind.Concept, RephrasingForm.Word, "Zarel", "Tolla", "r1", "Which river flows through Tolla?"),
                ("p1", RephrasingKind.Placebo, RephrasingForm.Word, "river", "hills", "r1", "Which hills flows through Zarel?"),
                ("p3", RephrasingKind.Concept, RephrasingForm.NothingShared, "", "", "r1", ""),
            ],
            rows.Take(3).Select(row => (row.InstanceId, row.Kind, row.Form, row.Word, row.Replacement, row.SourceInstanceId, row.Text))
        );
        Assert.Equal(("p3", RephrasingKind.Placebo), (rows[3].InstanceId, rows[3].Kind));
        Assert.Equal("", rows[2].RephrasedInstanceId);
        Assert.Equal(
            rows.Where(row => row.Text.Length > 0).Select(row => (row.RephrasedInstanceId, row.Text)),
            prompts.Select(prompt => (prompt.InstanceId, prompt.RequestText()))
        );
        Assert.Equal(3, prompts.Select(prompt => prompt.InstanceId).Distinct().Count());
        Assert.DoesNotContain("p1", prompts.Select(prompt => prompt.InstanceId));
        Assert.All(prompts, prompt => Assert.Equal(("rephrasings", ""), (prompt.Dataset, prompt.Response)));
    }

    [Fact]
    public async Task The_strongest_spans_are_taken_and_none_makes_an_empty_table()
    {
        var (_, strongest) = await ReadAsync(
            await RunAsync(new RephraseOptions { Top = 1 }, [Span("p3", "r1", 5), Span("p1", "r1", 9), Span("p2", "r1", null)])
        );
        var (none, rows) = await ReadAsync(await RunAsync(new RephraseOptions { Level = 3 }, [Span("p1", "r1", 9)]));

        Assert.Equal(["p1", "p1"], strongest.Select(row => row.InstanceId));
        Assert.Equal((0, 0), (none.Count, rows.Count));
    }

    [Fact]
    public async Task A_file_says_how_to_ask_instead_and_prompts_that_borrowed_nothing_are_left()
    {
        var made = await RunAsync(
            Given(new() { ["rephrased"] = "text" }),
            [Span("p1", "r1", 9)],
            """
            {"prompt": "Which river flows through Zarel?", "text": "Which river is near?", "kind": "concept"}
            {"instance_id": "p1", "text": "Which river is near Zarel?", "kind": "placebo"}
            {"instance_id": "p2", "text": "Which hills?", "kind": "placebo"}
            """
        );
        var (prompts, rows) = await ReadAsync(made);

        Assert.Equal(
            [
                ("p1", RephrasingKind.Concept, RephrasingForm.Given, "", "Which river is near?"),
                ("p1", RephrasingKind.Placebo, RephrasingForm.Given, "", "Which river is near Zarel?"),
            ],
            rows.Select(row => (row.InstanceId, row.Kind, row.Form, row.SourceInstanceId, row.Text))
        );
        Assert.Equal(rows.Select(row => row.RephrasedInstanceId), prompts.Select(prompt => prompt.InstanceId));
    }

    [Theory]
    [InlineData(
        """{"prompt": "Which river?", "rephrased": "What?", "kind": "concept"}""",
        "given.jsonl, row 1, byte 0: 'prompt' is 'Which river?', which is not asked; prompts are the same if they are so to the letter."
    )]
    [InlineData(
        """{"instance_id": "p9", "rephrased": "What?", "kind": "concept"}""",
        "given.jsonl, row 1, byte 0: 'instance_id' is 'p9', which is no prompt's."
    )]
    [InlineData(
        """{"instance_id": "p1", "prompt": "Is it cold?", "rephrased": "What?", "kind": "concept"}""",
        "given.jsonl, row 1, byte 0: 'instance_id' is 'p1', which asks 'Which river flows through Zarel?', but 'prompt' is 'Is it cold?'."
    )]
    [InlineData(
        """{"instance_id": "p1", "rephrased": "What?", "kind": "placebos"}""",
        "given.jsonl, row 1, byte 0: 'kind' is 'placebos', expected one of concept, placebo; did you mean 'placebo'?"
    )]
    [InlineData(
        """{"instance_id": "p1", "rephrased": "What?", "kind": "other"}""",
        "given.jsonl, row 1, byte 0: 'kind' is 'other', expected one of concept, placebo."
    )]
    [InlineData(
        """{"instance_id": "p1", "rephrased": "What?"}""",
        "given.jsonl, row 1, byte 0: 'kind' (not mapped by 'columns') is missing; the row has: instance_id, rephrased."
    )]
    [InlineData("""{"instance_id": "p1", "rephrased": " ", "kind": "concept"}""", "given.jsonl, row 1, byte 0: 'rephrased' is empty.")]
    [InlineData(
        """{"instance_id": "p1", "kind": "concept"}""",
        "given.jsonl, row 1, byte 0: 'rephrased' (not mapped by 'columns') is missing; the row has: instance_id, kind."
    )]
    [InlineData(
        """{"rephrased": "What?", "kind": "concept"}""",
        "given.jsonl, row 1, byte 0: neither 'prompt' nor 'instance_id' says which prompt is rephrased; the row has: rephrased, kind."
    )]
    [InlineData(
        """{"instance_id": "p3", "rephrased": "Is it cold?", "kind": "placebo"}""",
        "given.jsonl, row 1, byte 0: 'rephrased' is 'Is it cold?', which is the prompt itself."
    )]
    [InlineData(
        """{"instance_id": "p3", "rephrased": "Is it warm?", "kind": "placebo"}""",
        "given.jsonl: no row has 'kind' 'concept'; what the concept changes is held against a placebo, so that both are needed."
    )]
    [InlineData(
        """{"instance_id": "p3", "rephrased": "Is it warm?", "kind": "concept"}""",
        "given.jsonl: no row has 'kind' 'placebo'; what the concept changes is held against a placebo, so that both are needed."
    )]
    public async Task What_is_no_rephrasing_is_refused_with_file_row_and_key(string row, string message) =>
        Assert.Equal(message, (await Assert.ThrowsAsync<InputException>(() => RunAsync(Given([]), [Span("p1", "r1", 9)], row))).Message);

    [Fact]
    public async Task A_column_that_no_row_has_or_that_means_nothing_is_refused()
    {
        const string Rows = """
            {"instance_id": "p1", "rephrased": "What?", "kind": "concept"}
            {"instance_id": "p1", "rephrased": "Where?", "kind": "placebo"}
            """;

        Assert.Equal(
            "given.jsonl: 'columns' maps prompt to 'question', which no row has.",
            (await Assert.ThrowsAsync<InputException>(() => RunAsync(Given(new() { ["prompt"] = "question" }), [], Rows))).Message
        );
        Assert.StartsWith(
            "given.jsonl: 'columns' maps 'texts', which a rephrasing does not have;",
            (await Assert.ThrowsAsync<InputException>(() => RunAsync(Given(new() { ["texts"] = "text" }), [], Rows))).Message,
            StringComparison.Ordinal
        );
    }

    public void Dispose() => _chain.Dispose();

    private static RephraseOptions Given(Dictionary<string, string> columns) => new() { File = "given.jsonl", Columns = columns };

    private async Task<Artifact> RunAsync(RephraseOptions options, IReadOnlyList<BorrowedSpanRow> spans, string? file = null) =>
        await _chain.RunAsync(
            new RephraseStage(options),
            (RephraseStage.Spans, await _chain.TableAsync(spans)),
            (RephraseStage.Prompts, await _chain.TableAsync(_prompts)),
            file is null
                ? (RephraseStage.Instances, await _chain.TableAsync(_instances))
                : (RephraseStage.File, await _chain.TextAsync("given.jsonl", file))
        );

    private static async Task<(IReadOnlyList<InstanceRow> Prompts, IReadOnlyList<RephrasingRow> Rows)> ReadAsync(Artifact made) =>
        (await StageChain.RowsAsync<InstanceRow>(made), await StageChain.RowsAsync<RephrasingRow>(made, RephrasingRow.FileName));

    private static InstanceRow Prompt(string id, string instruction) => new() { InstanceId = id, Instruction = instruction };

    private static BorrowedSpanRow Span(string prompt, string source, double? evidence, int level = 2) =>
        new()
        {
            InstanceId = prompt,
            SourceInstanceId = source,
            BaseSurprisal = evidence,
            Level = level,
            Borrowed = level > 1,
            Text = "Bert Moss",
        };
}
