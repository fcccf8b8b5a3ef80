using Pipeline.Tests.Support;

namespace Pipeline.Tests.App.Wiring.Checks;

/// <summary>A file of rephrasings is read before anything is computed.</summary>
public sealed class RephrasingChecksTests : IDisposable
{
    private const string Yaml = """
        model: model
        seed: [1, 2]
        prompts: { path: rows.jsonl }
        datasets: { d: { path: rows.jsonl } }
        methods: { lft: {} }
        prompt_counterfactual: { model: lft.d, rephrasings: { path: asked.jsonl } }
        """;

    private readonly ChainFixture _chain = new();

    [Fact]
    public async Task What_a_file_holds_is_said_and_proved_by_every_stage_that_reads_it()
    {
        WriteRows("Who?", "What?");
        _chain.Folder.Write(
            "asked.jsonl",
            """
            {"prompt": "Who?", "rephrased": "Whom?", "kind": "concept"}
            {"prompt": "Who?", "rephrased": "And who?", "kind": "placebo"}
            {"prompt": "What?", "rephrased": "And what?", "kind": "placebo"}
            """
        );
        var check = _chain.Check(Yaml).Single(check => check.Subject == "prompt_counterfactual.rephrasings");

        Assert.Equal(["rephrase/lft-s1.d", "rephrase/lft-s2.d"], check.ProvedBy);
        Assert.Equal("1 of the concept, 2 of the placebo", await check.RunAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(
        """{"prompt": "Who?", "rephrased": "Whom?", "kind": "concepts"}""",
        "asked.jsonl, row 1, byte 0: 'kind' is 'concepts', expected one of concept, placebo; did you mean 'concept'?"
    )]
    [InlineData(
        """{"prompt": "Where?", "rephrased": "Whom?", "kind": "concept"}""",
        "asked.jsonl, row 1, byte 0: 'prompt' is 'Where?', which is not asked; prompts are the same if they are so to the letter."
    )]
    public async Task A_bad_row_ends_with_exit_code_2_and_names_file_row_and_key(string row, string message)
    {
        _chain.Folder.Write(
            "settings.yaml",
            Yaml.Replace("model: model", $"model: {Repository.PathOf("data", "world")}", StringComparison.Ordinal)
        );
        WriteRows("Who?");
        _chain.Folder.Write("asked.jsonl", row);

        var run = await ProgramRun.OfAsync(_chain.Folder.Root, ["validate", "settings.yaml"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Output + run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_file_there_is_nothing_to_check() =>
        Assert.DoesNotContain(
            _chain.Check(Yaml.Replace(", rephrasings: { path: asked.jsonl }", "", StringComparison.Ordinal)),
            check => check.Subject.StartsWith("prompt_counterfactual", StringComparison.Ordinal)
        );

    public void Dispose() => _chain.Dispose();

    private void WriteRows(params string[] instructions) =>
        _chain.Folder.Write(
            "rows.jsonl",
            string.Join('\n', instructions.Select(asked => $$"""{"instruction": "{{asked}}", "input": "", "output": "Nobody."}"""))
        );
}
