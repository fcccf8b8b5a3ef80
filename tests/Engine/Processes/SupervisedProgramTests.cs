using System.Diagnostics;
using System.Globalization;
using Pipeline.Engine;
using Pipeline.Engine.Processes;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Processes;

/// <summary>Real programs, and what is left of them when they have ended.</summary>
public sealed class SupervisedProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _lines = [];

    public SupervisedProgramTests() => Directory.CreateDirectory(_folder.PathOf("attempt"));

    [Fact]
    public async Task A_helper_that_holds_the_output_open_ends_with_its_program()
    {
        await RunAsync("sleep 1000 & echo $!");

        Assert.Null(ProcessTable.Find(int.Parse(_lines.Single(), CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_helper_that_left_group_and_parent_ends_too()
    {
        await RunAsync("(trap '' TERM; setsid env -i sh -c 'trap \"\" TERM; echo $$; while :; do sleep 0.1; done' &) ; sleep 0.3");

        Assert.Null(ProcessTable.Find(int.Parse(_lines.Single(), CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task What_an_earlier_run_left_running_ends_before_another_begins()
    {
        var start = new ProcessStartInfo("sleep", ["1000"]);
        start.Environment[SupervisedProgram.OwnerVariable] = _folder.Root;
        using var left = Process.Start(start)!;
        var said = new List<string>();
        await SupervisedProgram.EndEarlierAsync(_folder.Root, TimeSpan.FromSeconds(1), said.Add, TestContext.Current.CancellationToken);

        Assert.True(left.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Equal([$"ends what an earlier run left running (process {left.Id})"], said);
    }

    [Fact]
    public async Task A_program_ended_by_a_signal_says_so()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync("echo last; kill -9 $$"));

        Assert.Equal(
            "'sh' ended with exit code 137 (signal 9, which the system sends where memory runs out). Its last lines:\nlast",
            error.Message
        );
    }

    [Fact]
    public async Task Standard_input_is_empty()
    {
        await RunAsync("readlink /proc/self/fd/0; wc -c");

        Assert.Equal(["/dev/null", "0"], _lines);
    }

    public void Dispose() => _folder.Dispose();

    private SupervisedProgram Program(params string[] command) =>
        new(command, _folder.Root, _folder.PathOf("attempt"), TimeSpan.FromSeconds(1));

    private Task RunAsync(string script) =>
        Program("sh", "-c", script)
            .RunAsync(_folder.Root, new ProgramOutput(SecretMask.Create([], []), _lines.Add), TestContext.Current.CancellationToken);
}
