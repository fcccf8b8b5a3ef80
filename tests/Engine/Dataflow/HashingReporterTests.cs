using Pipeline.Engine.Caching;
using Pipeline.Engine.Dataflow;

namespace Pipeline.Tests.Engine.Dataflow;

/// <summary>What is told while long files are hashed.</summary>
public sealed class HashingReporterTests
{
    private readonly Told _told = new();

    [Fact]
    public void What_is_hashed_within_a_second_is_not_worth_telling()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var reporter = new HashingReporter(new RunReporter(_told));
        var taken = 0;
        while (clock.ElapsedMilliseconds < 300 && taken < 1000)
        {
            reporter.Take(new FileReading("model", taken++, 1000));
        }

        // A machine that was held up for longer than a second may have told of it once a second.
        Assert.InRange(_told.Events.Count, 0, (int)clock.Elapsed.TotalSeconds);
    }

    [Fact]
    public void What_takes_longer_is_told_of_at_most_once_a_second_with_its_file_and_how_far_it_is()
    {
        var reporter = new HashingReporter(new RunReporter(_told));
        Thread.Sleep(1050);

        reporter.Take(new FileReading("model", 7, 1000));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        reporter.Take(new FileReading("model", 8, 1000));

        var first = Assert.IsType<InputHashing>(_told.Events[0]);
        Assert.Equal(("model", 7, 1000), (first.Path, first.Done, first.Bytes));
        Assert.True(_told.Events.Count == 1 || clock.ElapsedMilliseconds >= 900);
    }

    private sealed class Told : IRunObserver
    {
        public List<RunEvent> Events { get; } = [];

        public void On(RunEvent happened) => Events.Add(happened);
    }
}
