using Pipeline.Engine.Dataflow;

namespace Pipeline.Tests.Engine.Dataflow;

/// <summary>Events on their way to the observer.</summary>
public sealed class RunReporterTests
{
    [Fact]
    public void Events_are_told_in_order_with_the_time_since_the_beginning()
    {
        var told = new Told();
        var reporter = new RunReporter(told);

        reporter.Tell(new NodeStarted("a"));
        Thread.Sleep(20);
        reporter.Tell(new NodeStarted("b"));

        Assert.Equal(["a", "b"], told.Events.Cast<NodeStarted>().Select(happened => happened.Node));
        Assert.InRange(told.Events[0].At, 0, told.Events[1].At - 0.015);
        Assert.InRange(told.Events[1].At, 0.015, 600);
    }

    [Fact]
    public void An_observer_hears_one_event_at_a_time()
    {
        var told = new Told();
        var reporter = new RunReporter(told);

        Parallel.For(0, 2000, i => reporter.Tell(new NodeStarted($"{i}")));

        Assert.Equal(2000, told.Events.Count);
        Assert.Equal(told.Events.Select(happened => happened.At).Order(), told.Events.Select(happened => happened.At));
        Assert.False(told.Overlapped);
    }

    private sealed class Told : IRunObserver
    {
        private int _inside;

        public List<RunEvent> Events { get; } = [];

        public bool Overlapped { get; private set; }

        public void On(RunEvent happened)
        {
            Overlapped |= Interlocked.Increment(ref _inside) > 1;
            Events.Add(happened);
            Interlocked.Decrement(ref _inside);
        }
    }
}
