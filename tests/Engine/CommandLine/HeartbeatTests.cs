using System.Globalization;
using Pipeline.Engine.CommandLine.Output;
using Pipeline.Engine.Dataflow;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.CommandLine;

/// <summary>What a log without a terminal says of a stage that takes long.</summary>
public sealed class HeartbeatTests : IAsyncDisposable
{
    private readonly FakeTime _time = new();
    private readonly StringWriter _out = new() { NewLine = "\n" };
    private readonly PlainConsole _console;
    private double _now;

    public HeartbeatTests() =>
        _console = new PlainConsole(new Terminal(_out, TextWriter.Null, IsInteractive: false, UsesColours: false), _time);

    [Fact]
    public void Training_says_how_far_it_is_how_fast_how_long_it_will_take_and_its_loss()
    {
        Tell(new RunStarted("run", ["train"]));
        Tell(new PartStarted("train", 0, 1));
        for (var step = 1; step <= 100; step++)
        {
            Wait(1);
            Tell(new NodeProgress("train", step, 400, $"loss {step}.5"));
        }

        Assert.Equal(
            [
                "[    0.0 s] train: started",
                "[   30.0 s] train: 29/400 loss 29.5, 0.97/s, 6:24 min left, runs for 30.0 s",
                "[   60.0 s] train: 59/400 loss 59.5, 0.98/s, 5:46 min left, runs for 1:00 min",
                "[   90.0 s] train: 89/400 loss 89.5, 0.99/s, 5:14 min left, runs for 1:30 min",
            ],
            Lines
        );
    }

    [Fact]
    public void What_was_done_before_a_resumed_run_is_no_work_of_it()
    {
        Tell(new RunStarted("run", ["train"]));
        Tell(new PartStarted("train", 0, 1));
        for (var step = 501; step <= 532; step++)
        {
            Wait(1);
            Tell(new NodeProgress("train", step, 1000, "loss 1"));
        }

        Assert.Contains("529/1000 loss 1, 0.97/s, 8:07 min left", Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_of_work_leaves_a_line_every_five_minutes_and_no_flood()
    {
        Tell(new RunStarted("run", ["train"]));
        Tell(new PartStarted("train", 0, 1));
        Wait(24 * 3600);

        var times = Lines
            .Select(line => double.Parse(line.AsSpan(1, line.IndexOf(" s]", StringComparison.Ordinal) - 1), CultureInfo.InvariantCulture))
            .ToList();
        Assert.InRange(times.Count, 280, 360);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 30, 305));
        Assert.Matches(@"^\[86[0-9]{3}\.0 s\] train: runs for 23:5[0-9] h$", Lines[^1]);
    }

    [Fact]
    public void The_time_of_parts_to_come_is_that_of_the_parts_before()
    {
        Tell(new RunStarted("run", ["generate"]));
        Tell(new PartStarted("generate", 0, 5));
        Wait(20);
        Tell(new PartSealed("generate", 0, 8, false, 20));
        Tell(new PartStarted("generate", 1, 5));
        Wait(10);
        Tell(new NodeProgress("generate", 4, 8, "answers of this part"));
        Wait(5);

        Assert.Equal("[   30.0 s] generate: 1 of 5 parts done, 0.27/s, 1:20 min left, runs for 30.0 s", Lines[^1]);
        Tell(new NodeProgress("generate", 6, 8, "answers of this part"));
        Wait(30);
        Assert.Matches(
            @"^\[   6[05]\.0 s\] generate: 1 of 5 parts done, 6/8 answers of this part, [0-9.]+/s, 1:05 min left, runs for 1:0[05] min$",
            Lines[^1]
        );
    }

    [Fact]
    public void A_part_whose_siblings_are_not_known_yet_says_how_long_it_alone_will_take()
    {
        Tell(new RunStarted("run", ["generate"]));
        Tell(new PartStarted("generate", 0));
        Wait(20);
        Tell(new NodeProgress("generate", 4, 8, "answers of this part"));
        Wait(10);

        Assert.Equal("[   30.0 s] generate: 4/8 answers of this part, 0.13/s, 30.0 s left in this part, runs for 30.0 s", Lines[^1]);
    }

    [Fact]
    public void Who_waits_for_another_process_goes_on_saying_so()
    {
        Tell(new RunStarted("run", ["train"]));
        Tell(new LockWaiting("train", "process 7 on elsewhere"));
        Wait(61);

        Assert.Equal("[   60.0 s] train: lock held by process 7 on elsewhere, waits for 1:00 min", Lines[^1]);
    }

    [Fact]
    public void Long_checks_of_inputs_are_said()
    {
        Tell(new RunStarted("run", ["train"]));
        Wait(31);

        Assert.Equal(["[   30.0 s] no stage is under way: inputs are read and checked"], Lines);
    }

    [Fact]
    public async Task What_is_over_is_silent()
    {
        Tell(new RunStarted("run", ["a", "b"]));
        Tell(new PartStarted("a", 0, 1));
        Wait(31);
        Tell(new PartSealed("a", 0, 0, false, 31));
        Tell(new NodeCompleted("a", 1, 0, 0, 31, new Dictionary<string, double>()));
        Tell(new RunEnded(RunOutcome.Completed, 1, 0));
        var before = Lines.Length;
        Wait(1000);
        await _console.DisposeAsync();
        Wait(1000);

        Assert.Equal(before, Lines.Length);
    }

    [Fact]
    public void A_log_that_cannot_be_written_stops_nothing()
    {
        var console = new PlainConsole(
            new Terminal(
                new Unwritable(new IOException("No space left on device")),
                new Unwritable(new UnauthorizedAccessException("Bad file descriptor")),
                IsInteractive: false,
                UsesColours: false
            ),
            _time
        );
        console.On(new RunStarted("run", ["a"]));
        console.On(new PartStarted("a", 0, 1));
        console.Say("a line");
        console.Warn("a warning");
        _time.Advance(TimeSpan.FromSeconds(100));
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private string[] Lines => _out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private void Tell(RunEvent happened) => _console.On(happened with { At = _now });

    private void Wait(double seconds)
    {
        _now += seconds;
        _time.Advance(TimeSpan.FromSeconds(seconds));
    }

    private sealed class Unwritable(Exception error) : StringWriter
    {
        public override void WriteLine(string? value) => throw error;
    }
}
