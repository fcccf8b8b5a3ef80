using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.CommandLine;

/// <summary>What the commands print, on a small graph of fake stages.</summary>
public sealed class OutputSnapshotTests : IDisposable
{
    private readonly CommandLineFixture _fixture = new();

    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help-run", "run", "--help")]
    [InlineData("help-inspect", "inspect", "--help")]
    [InlineData("help-worker", "worker", "--help")]
    [InlineData("dag", "dag", "FILE")]
    [InlineData("dag-mermaid", "dag", "FILE", "--mermaid")]
    [InlineData("dry-run-new", "FILE", "--dry-run")]
    [InlineData("status-new", "status", "FILE")]
    [InlineData("validate", "validate", "FILE")]
    [InlineData("run", "FILE", "--workers", "1", "--until", "add/small")]
    public async Task Before_anything_is_computed(string name, params string[] arguments) =>
        Matches(name, await _fixture.RunAsync(arguments));

    [Theory]
    [InlineData("run-again", "FILE", "--until", "read")]
    [InlineData("run-again-quiet", "FILE", "--quiet")]
    [InlineData("dry-run-cached", "FILE", "--dry-run")]
    [InlineData("dry-run-setting", "FILE", "--dry-run", "--set", "add.amount=7")]
    [InlineData("dry-run-forced", "FILE", "--dry-run", "--force", "sum/small", "--from", "sum")]
    [InlineData("status-cached", "status", "FILE")]
    [InlineData("explain-cached", "explain", "FILE", "add/small")]
    [InlineData("explain-setting", "explain", "FILE", "add", "--set", "add.amount=7")]
    [InlineData("inspect-table", "inspect", "FILE", "add")]
    [InlineData("inspect-row", "inspect", "FILE", "add/large", "3")]
    [InlineData("inspect-columns", "inspect", "FILE", "add/large", "3", "--columns")]
    [InlineData("inspect-files", "inspect", "FILE", "report")]
    [InlineData("clean-nothing", "clean", "FILE")]
    public async Task After_a_run(string name, params string[] arguments)
    {
        Assert.Equal(0, (await _fixture.RunAsync("FILE")).ExitCode);

        Matches(name, await _fixture.RunAsync(arguments));
    }

    [Fact]
    public async Task Dry_run_names_the_input_and_the_parts_that_changed()
    {
        await _fixture.RunAsync("FILE");
        _fixture.Folder.Write("numbers.txt", "1\n2\n3\n40\n5\n");
        Matches("dry-run-input", await _fixture.RunAsync("FILE", "--dry-run"));

        await _fixture.RunAsync("FILE", "--until", "read");
        Matches("dry-run-part", await _fixture.RunAsync("FILE", "--dry-run"));
        Matches("explain-part", await _fixture.RunAsync("explain", "FILE", "add/small"));
    }

    [Fact]
    public async Task Clean_says_what_it_would_remove_and_removes_it_when_told()
    {
        await _fixture.RunAsync("FILE");
        await _fixture.RunAsync("FILE", "--set", "add.amount=7");
        Matches("clean", await _fixture.RunAsync("clean", "FILE", "--set", "add.amount=7"));
        Matches("clean-yes", await _fixture.RunAsync("clean", "FILE", "--set", "add.amount=7", "--yes"));

        Assert.Equal("nothing to remove\n", (await _fixture.RunAsync("clean", "FILE", "--set", "add.amount=7")).Output);
        Assert.Contains("nothing to do", (await _fixture.RunAsync("FILE", "--set", "add.amount=7")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_lists_every_check_and_fails_with_the_bad_one()
    {
        _fixture.Folder.Write("numbers.txt", "1\ntwo\n");

        Matches("validate-bad", await _fixture.RunAsync("validate", "FILE"));
    }

    public void Dispose() => _fixture.Dispose();

    private static void Matches(string name, CommandLineResult result) => Approved.Matches($"command-line/{name}", result.Text);
}
