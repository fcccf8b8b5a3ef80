using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.CommandLine;

/// <summary>Command lines that cannot be run: one line that says what would be right, and exit code 2.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly CommandLineFixture _fixture = new();

    [Theory]
    [InlineData("did you mean 'status'?", "statsu", "FILE")]
    [InlineData("did you mean '--dry-run'?", "FILE", "--dryrun")]
    [InlineData("did you mean '--columns'?", "inspect", "FILE", "add", "--colums")]
    [InlineData("'extra' is one argument too many", "FILE", "extra")]
    [InlineData("FILE is missing", "status")]
    [InlineData("STAGE is missing", "inspect", "FILE")]
    [InlineData("--stage STAGE is missing; --help shows how", "worker", "FILE")]
    [InlineData("--cache DIR is given 3 times, expected once; --help shows how", "FILE", "--cache", "a", "--cache", "b")]
    [InlineData("did you mean 'add'?", "explain", "FILE", "adds")]
    [InlineData("did you mean 'add/large'?", "FILE", "--from", "add/larg")]
    [InlineData("--workers 'x': expected a whole number of at least 1", "FILE", "--workers", "x")]
    [InlineData("--workers '0': expected a whole number of at least 1", "FILE", "--workers", "0")]
    [InlineData("--time-limit '5': expected a number with s, m or h", "FILE", "--time-limit", "5")]
    [InlineData("--time-limit '1001h': expected a number with s, m or h, such as 45m, of at most 1000h", "FILE", "--time-limit", "1001h")]
    [InlineData("name a file for the events", "FILE", "--json", "my.yaml")]
    [InlineData("did you mean 'amount'?", "FILE", "--set", "add.amont=3")]
    [InlineData("expected STAGE=DIR", "FILE", "--export", "sum")]
    [InlineData("'sum' is several stages; name one of: sum/small, sum/large", "FILE", "--export", "sum=out")]
    [InlineData("'add' is several stages", "worker", "FILE", "--stage", "add")]
    [InlineData("configuration file 'none.yaml' does not exist", "none.yaml")]
    [InlineData("is not in the cache; run it first", "inspect", "FILE", "add/small")]
    public async Task Says_what_would_be_right(string expected, params string[] arguments)
    {
        var result = await _fixture.RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
        Assert.StartsWith("error: ", result.Errors, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
        Assert.False(Directory.Exists(_fixture.Cache));
    }

    [Fact]
    public async Task Says_which_option_lacks_its_value()
    {
        var result = await _fixture.RunAsync(_fixture.File, "--set");

        Assert.Equal((2, "error: --set KEY=VALUE lacks its value; --help shows how\n"), (result.ExitCode, result.Errors));
    }

    [Theory]
    [InlineData("there is no row 6; the rows are 1-5", "inspect", "FILE", "add/small", "6")]
    [InlineData("no row has an instance id that starts with 'zz'", "inspect", "FILE", "add/small", "zz")]
    [InlineData("has no table; --file NAME looks into one of its files: report.html", "inspect", "FILE", "report", "1")]
    [InlineData("'x.parquet' is missing", "inspect", "FILE", "sum/small", "1", "--file", "x.parquet")]
    [InlineData("there is no part 3; the parts are 0-2", "worker", "FILE", "--stage", "add/small", "--parts", "1-3")]
    [InlineData("'1-' is neither a part (7) nor a range (0-3)", "worker", "FILE", "--stage", "add/small", "--parts", "0,1-")]
    public async Task Says_what_there_is(string expected, params string[] arguments)
    {
        await _fixture.RunAsync("FILE");

        var result = await _fixture.RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prints_the_version()
    {
        var result = await _fixture.RunAsync("--version");

        Assert.Equal((0, "1.2.3\n", ""), (result.ExitCode, result.Output, result.Errors));
    }

    [Fact]
    public async Task Prints_the_schema_of_the_settings()
    {
        var result = await _fixture.RunAsync("schema");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("object", System.Text.Json.Nodes.JsonNode.Parse(result.Output)!["type"]!.GetValue<string>());
        Assert.Contains("A file with one whole number a line.", result.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _fixture.Dispose();
}
