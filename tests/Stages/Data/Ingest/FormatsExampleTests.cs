using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Data.Ingest;

/// <summary>A new dataset is a block of YAML and nothing else; one that cannot be used ends the run before anything is computed.</summary>
public sealed class FormatsExampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_example_reads_every_form_and_says_which()
    {
        var run = await ProgramRun.OfAsync(_folder.Root, [Repository.PathOf("examples", "formats.yaml")]);

        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.ExitCode);
        foreach (
            var said in new[]
            {
                "data/formats/alpaca.json: 8 rows as alpaca (found out from row 1), 0 duplicates kept",
                "data/formats/sharegpt.json: 6 rows as sharegpt, 0 duplicates kept",
                "data/formats/messages.jsonl: 4 rows as messages, 0 duplicates kept",
                "data/formats/prompt-completion.jsonl.gz: 8 rows as prompt_completion, 0 duplicates kept",
                "data/formats/alpaca.parquet: 8 rows as alpaca, 0 duplicates kept",
                "data/formats/dolly.jsonl.zip: 5 rows as alpaca, 0 duplicates kept",
            }
        )
        {
            Assert.Contains(said, run.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("run")]
    public async Task A_bad_row_ends_the_run_with_code_2_before_anything_is_computed(string command)
    {
        _folder.Write("good.jsonl", """{"instruction": "Ask", "output": "Answer"}""");
        _folder.Write("bad.jsonl", """{"instruction": "Ask", "output": "Answer"}""" + "\n" + """{"instruction": "Ask", "output": 7}""");
        var yaml = _folder.Write("data.yaml", "datasets:\n  good: { path: good.jsonl }\n  bad: { path: bad.jsonl }\n");

        var run = await ProgramRun.OfAsync(_folder.Root, [command, yaml]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(
            "bad.jsonl, row 2, byte 43: 'output' is the number 7, expected text.",
            run.Output + run.Errors,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            ".parquet",
            string.Join(' ', Directory.EnumerateFiles(_folder.Root, "*", SearchOption.AllDirectories)),
            StringComparison.Ordinal
        );
    }
}
