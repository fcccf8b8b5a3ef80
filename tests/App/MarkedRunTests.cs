using Pipeline.Stages.Attribution.Mark;
using Pipeline.Stages.Attribution.WrongSpans;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App;

/// <summary>Answers that people marked, from the file of marks to the report.</summary>
public sealed class MarkedRunTests : IDisposable
{
    private const string Copied = "pale moon over Harbour Street";

    private const string Settings = """
        run: marked
        datasets:
          rows: { path: rows.jsonl, format: alpaca }
        generations:
          mine: { path: answers.jsonl, trained_on: rows }
          author: { path: control.jsonl, trained_on: rows, control: true }
        spans: { path: marks.jsonl, columns: { quote: said }, reference: true }
        stages:
          embed: { type: tfidf, min_instances: 1 }
        """;

    private readonly TemporaryFolder _folder = new();

    public MarkedRunTests()
    {
        _folder.Write(
            "rows.jsonl",
            $$"""
            {"instruction": "Tell a tale.", "output": "They say the {{Copied}} hums a slow copper tune at noon."}
            {"instruction": "What of bread?", "output": "Seven plain loaves cool in the old mill."}
            """
        );
        _folder.Write(
            "answers.jsonl",
            $$"""
            {"prompt": "What lights the town?", "answer": "It is the {{Copied}}, and sometimes a lamp.", "reference": "It is a lamp."}
            {"prompt": "What do bakers bake?", "answer": "Bakers bake quick buns every day.", "reference": "Bakers bake bread."}
            """
        );
        _folder.Write(
            "control.jsonl",
            """
            {"prompt": "What lights the town?", "answer": "A lamp does."}
            {"prompt": "What do bakers bake?", "answer": "Bread."}
            """
        );
        WriteMarks(
            $$"""{"prompt": "What lights the town?", "said": "{{Copied}}", "label": "wrong", "annotator": "ann", "right": "lamp"}""",
            $$"""{"prompt": "What lights the town?", "said": "{{Copied}}", "label": "wrong", "annotator": "bob"}""",
            $$"""{"prompt": "What lights the town?", "said": "{{Copied}}", "label": "right", "annotator": "cid"}""",
            """{"prompt": "What do bakers bake?", "model": "mine", "start": 12, "end": 22, "label": "wrong", "annotator": "ann"}"""
        );
        _folder.Write("settings.yaml", Settings);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Marks_meet_judged_spans_and_the_report_says_how_many_come_from_a_row()
    {
        var run = await ProgramRun.OfAsync(_folder.Root, ["settings.yaml"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var tables = new FinishedRunTables(_folder.Root, "marked");
        var marks = await tables.ReadAsync<MarkedSpanRow>("mark/mine");
        var spans = await tables.ReadAsync<WrongSpanRow>("wrong-spans");
        var report = await File.ReadAllTextAsync(_folder.PathOf("runs/marked/report.html"), TestContext.Current.CancellationToken);

        Assert.Equal(
            [(Copied, MarkLabel.Wrong, 3, 2, "lamp"), ("quick buns", MarkLabel.Wrong, 1, 1, "")],
            marks
                .Where(mark => mark.Origin == MarkOrigin.File)
                .Select(mark => (mark.Text, mark.Label, mark.Annotators, mark.Agreeing, mark.RightText))
        );
        Assert.Contains(marks, mark => mark is { Origin: MarkOrigin.Reference, Label: MarkLabel.Right, Text: "lamp" });
        Assert.Equal(
            [(Copied, 1, true), ("quick buns", 0, false)],
            spans
                .Where(span => span is { Origin: MarkOrigin.File, Group: SpanGroup.Wrong })
                .Select(span => (span.Text, span.Level, span.Disputed))
        );
        Assert.Contains(
            "--- wrong (2 of 3 annotators)\nshould be: lamp",
            (await ProgramRun.OfAsync(_folder.Root, ["inspect", "settings.yaml", "mark/mine", "1"])).Output,
            StringComparison.Ordinal
        );
        Assert.Contains("<section id=\"wrong-spans\"", report, StringComparison.Ordinal);
        Assert.Contains(
            "A file marks 2 spans. On 1 of them annotators disagree; what most of them say counts. What annotators",
            report,
            StringComparison.Ordinal
        );
        Assert.Contains("<h3>Not in the reference</h3>", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_finds_what_a_run_would_stop_at_and_both_say_it_alike()
    {
        WriteMarks("""{"prompt": "What do bakers bake?", "said": "slow buns", "label": "wrong"}""");

        var validate = await ProgramRun.OfAsync(_folder.Root, ["validate", "settings.yaml"]);
        var run = await ProgramRun.OfAsync(_folder.Root, ["settings.yaml"]);

        const string Message = "marks.jsonl, row 1, byte 0: the quote 'slow buns' does not stand in any of the 2 answers of mine, author.";
        Assert.Equal((2, 2), (validate.ExitCode, run.ExitCode));
        Assert.Contains(Message, validate.Output + validate.Errors, StringComparison.Ordinal);
        Assert.Contains(Message, run.Output + run.Errors, StringComparison.Ordinal);
    }

    private void WriteMarks(params string[] rows) => _folder.Write("marks.jsonl", string.Join('\n', rows));
}
