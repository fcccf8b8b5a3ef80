using Pipeline.Engine.Caching;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.CommandLine;

/// <summary>Commands over a cache and a runs folder that cannot be written, or that somebody has tampered with.</summary>
public sealed class HostileFoldersTests : IDisposable
{
    private readonly CommandLineFixture _fixture = new();

    [Fact]
    public async Task A_cache_in_which_nothing_can_be_locked_still_gives_what_it_holds()
    {
        await _fixture.RunAsync("FILE");
        MakeUnlockable();

        var result = await _fixture.RunAsync("FILE");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("nothing to do", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _fixture.RunAsync("status", "FILE")).ExitCode);
        Assert.Equal(0, (await _fixture.RunAsync("inspect", "FILE", "add/small", "1")).ExitCode);
    }

    [Fact]
    public async Task What_such_a_cache_lacks_is_an_error_that_names_the_folder()
    {
        await _fixture.RunAsync("FILE");
        MakeUnlockable();
        Directory.Delete(Path.Combine(_fixture.Cache, "report"), recursive: true);

        var result = await _fixture.RunAsync("FILE");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error: report: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains("<folder>/cache/.locks", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"add/small": {"stage": "add", "rows": 1, "fingerprints": ["abc"], "document": {}}}""")]
    [InlineData(
        """{"add/small": {"stage": "add", "rows": 1, "fingerprints": ["../../../../../../../../../../etc/passwd-and-more-of-it-up-to-its-end!"], "document": {}}}"""
    )]
    [InlineData("""{"add/small": {"stage": "/etc", "rows": 1e99, "fingerprints": [], "document": {}}}""")]
    [InlineData("""{"add/small": {"stage": ["add"], "rows": 1, "fingerprints": [1], "document": []}}""")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("\0")]
    public async Task A_record_of_a_run_that_says_what_cannot_be_is_none(string record)
    {
        await _fixture.RunAsync("FILE");
        _fixture.Folder.Write("runs/my/nodes.json", record);

        foreach (var command in new[] { "status", "clean" })
        {
            var result = await _fixture.RunAsync(command, "FILE");
            Assert.True(result is { ExitCode: 0, Errors: "" }, result.Text);
        }

        Assert.Contains("nothing to do", (await _fixture.RunAsync("FILE")).Output, StringComparison.Ordinal);
        Assert.True((await _fixture.RunAsync("explain", "FILE", "add/small")).ExitCode == 0);
    }

    [Theory]
    [InlineData("\"bytes\": -1")]
    [InlineData("\"bytes\": 1e30")]
    [InlineData("\"bytes\": \"many\"")]
    [InlineData("\"bytes\": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("\"bytes\": 1, \"bytes\": 1")]
    public async Task A_manifest_that_says_what_cannot_be_seals_nothing(string bytes)
    {
        await _fixture.RunAsync("FILE");
        var before = CacheSnapshot.Take(_fixture.Cache);
        foreach (var path in Directory.EnumerateFiles(_fixture.Cache, Manifest.FileName, SearchOption.AllDirectories).ToList())
        {
            var text = File.ReadAllLines(path);
            var at = Array.FindIndex(text, line => line.Contains("\"bytes\"", StringComparison.Ordinal));
            text[at] = bytes + ",";
            File.WriteAllLines(path, text);
        }

        Assert.Equal(0, (await _fixture.RunAsync("status", "FILE")).ExitCode);
        Assert.Equal(0, (await _fixture.RunAsync("FILE")).ExitCode);
        Assert.Equal(before, CacheSnapshot.Take(_fixture.Cache));
    }

    [Fact]
    public async Task A_damaged_result_is_neither_published_nor_exported()
    {
        await _fixture.RunAsync("FILE");
        var page = Directory.EnumerateFiles(_fixture.Cache, "report.html", SearchOption.AllDirectories).Single();
        var time = File.GetLastWriteTimeUtc(page);
        await File.WriteAllTextAsync(
            page,
            (await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken)).Replace('2', '9'),
            TestContext.Current.CancellationToken
        );
        File.SetLastWriteTimeUtc(page, time);

        var damaged = await _fixture.RunAsync("FILE");
        var again = await _fixture.RunAsync("FILE");

        Assert.Equal((1, 0), (damaged.ExitCode, again.ExitCode));
        Assert.Contains("is damaged: it was sealed with the digest", damaged.Errors, StringComparison.Ordinal);
        Assert.Equal(
            "<p>20, 65</p>",
            await File.ReadAllTextAsync(_fixture.Folder.PathOf("runs", "my", "report.html"), TestContext.Current.CancellationToken)
        );
    }

    [Theory]
    [InlineData("--cache")]
    [InlineData("--runs")]
    public async Task A_file_where_a_folder_should_be_is_refused(string option)
    {
        var file = _fixture.Folder.Write("afile", "");

        // Without FILE, which stands for the folders too.
        var result = await _fixture.RunAsync(_fixture.File, option, file);

        Assert.Equal((2, $"error: {option} '<folder>/afile' is a file; expected a folder.\n"), (result.ExitCode, result.Errors));
    }

    public void Dispose() => _fixture.Dispose();

    /// <summary>As on a read-only file system, for whatever user: no lock can be made where a file takes the place of their
    /// folder.</summary>
    private void MakeUnlockable()
    {
        Directory.Delete(Path.Combine(_fixture.Cache, ".locks"), recursive: true);
        File.WriteAllText(Path.Combine(_fixture.Cache, ".locks"), "");
    }
}
