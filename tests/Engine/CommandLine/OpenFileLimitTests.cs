using System.Diagnostics;
using Pipeline.Engine.CommandLine;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.CommandLine;

public sealed class OpenFileLimitTests
{
    [Theory]
    [InlineData(OpenFileLimit.Needed, true)]
    [InlineData(OpenFileLimit.Needed - 1, false)]
    [InlineData(0, false)]
    [InlineData(ulong.MaxValue, true)]
    public void A_limit_suffices_from_what_is_needed_on(ulong limit, bool suffices) =>
        Assert.Equal(suffices, OpenFileLimit.FindShortage(limit) is null);

    [Fact]
    public async Task Too_few_open_files_are_said_before_anything_is_begun()
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo("bash", ["-c", $"ulimit -Sn 120; ulimit -Hn 120; exec dotnet '{ProgramRun.Program}' --version"])
        {
            WorkingDirectory = folder.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            "error: the system lets this program open 120 files at once, expected at least 256; raise the limit, such as with 'ulimit -n "
                + "4096' in the shell that starts it.\n",
            errors
        );
        Assert.Equal((2, ""), (process.ExitCode, await output));
    }
}
