using Pipeline.Engine.CommandLine.Output;
using Pipeline.Engine.Dataflow;
using Spectre.Console;

namespace Pipeline.Tests.Engine.CommandLine;

/// <summary>The live table of a run on a terminal.</summary>
public sealed class LiveConsoleTests
{
    private readonly StringWriter _text = new();
    private int _made;

    [Fact]
    public async Task A_run_of_hits_never_touches_the_terminal()
    {
        var console = New();
        foreach (
            var happened in new RunEvent[] { new RunStarted("run", ["a"]), new PartSealed("a", 0, 5, true, 0), Completed("a", hits: 1) }
        )
        {
            console.On(happened);
        }

        await console.DisposeAsync();

        Assert.Equal(0, _made);
    }

    [Fact]
    public async Task Shows_state_rows_and_time_left_of_every_node()
    {
        var console = New();
        console.On(new RunStarted("run", ["a", "b", "c", "d", "e\e]0;x\a[bold]"]));
        console.On(Completed("a", hits: 1));
        console.On(new PartStarted("b", 0) { At = 0 });
        console.On(new NodeProgress("b", 30, 60, "loss 1.5 [red]") { At = 10 });
        console.On(new LockWaiting("c", "process 7 on elsewhere"));
        console.On(new NodeFailed("d", "broken\e[31m"));

        var lines = Rendered(console);
        await console.DisposeAsync();

        Assert.Contains(lines, line => line.Contains("a ", StringComparison.Ordinal) && line.Contains("hit", StringComparison.Ordinal));
        Assert.Contains(
            lines,
            line =>
                line.Contains("runs", StringComparison.Ordinal)
                && line.Contains("30/60", StringComparison.Ordinal)
                && line.Contains("loss 1.5 [red]", StringComparison.Ordinal)
        );
        Assert.Contains(lines, line => line.Contains("e␛]0;x␇[bold]", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("lock held by process 7 on elsewhere", StringComparison.Ordinal));
        Assert.Contains(
            lines,
            line => line.Contains("failed", StringComparison.Ordinal) && line.Contains("broken␛[31m", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_small_terminal_shows_what_runs_and_counts_the_rest()
    {
        var console = New();
        console.On(new RunStarted("run", [.. Enumerable.Range(0, 40).Select(node => $"node{node:00}")]));
        for (var node = 0; node < 20; node++)
        {
            console.On(Completed($"node{node:00}", hits: 0) with { At = node });
        }

        console.On(new PartStarted("node30", 0) { At = 20 });

        var lines = Rendered(console, rows: 3);
        await console.DisposeAsync();

        Assert.Equal(
            ["node18", "node19", "node30"],
            lines.Where(line => line.Contains("node", StringComparison.Ordinal)).Select(line => line.Trim()[..6])
        );
        Assert.Contains(lines, line => line.Contains("20 done, 1 runs, 19 waits", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Warnings_survive_the_table()
    {
        var console = New();
        console.On(new RunStarted("run", ["a"]));
        console.On(new PartStarted("a", 0));
        console.Warn("a: 3 rows were cut");

        await console.DisposeAsync();

        Assert.Contains("warning: a: 3 rows were cut", _text.ToString(), StringComparison.Ordinal);
    }

    private static NodeCompleted Completed(string node, int hits) => new(node, 1, hits, 5, 0, new Dictionary<string, double>());

    private LiveConsole New() =>
        new(() =>
        {
            _made++;
            return AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(_text) });
        });

    private static string[] Rendered(LiveConsole console, int rows = 100)
    {
        var text = new StringWriter();
        var plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        plain.Profile.Width = 200;
        plain.Write(console.Draw(rows));
        return text.ToString().Split('\n');
    }
}
