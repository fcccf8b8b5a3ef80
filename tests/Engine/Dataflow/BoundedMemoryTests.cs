using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Dataflow;

/// <summary>A part's rows are in memory only while a transform works on it; so what bounds the parts under way bounds memory.</summary>
public sealed class BoundedMemoryTests
{
    private const int Bound = 3;

    [Fact]
    public async Task No_node_ever_has_more_parts_under_way_than_the_bound()
    {
        using var engine = new EngineFixture();
        var graph = new GraphBuilder();
        var node = graph.Fold("source", FakeFold.Source("source", 40));
        var counts = new List<Counter>();
        for (var i = 0; i < 3; i++)
        {
            var counter = new Counter();
            counts.Add(counter);
            node = graph.Map(
                $"map-{i}",
                FakeMap.Doing(
                    $"map-{i}",
                    async (index, cancellation) =>
                    {
                        counter.Enter();
                        await Task.Delay(index % 3, cancellation);
                        counter.Leave();
                    }
                ),
                [new NodeOutput(FakeMap.Rows, node)]
            );
        }

        var result = await engine.RunAsync(
            graph.Build(null),
            change: settings => settings with { CpuSlots = 16, PartsInFlight = Bound },
            cancellation: TestContext.Current.CancellationToken
        );

        Assert.Equal(RunOutcome.Completed, result.Outcome);
        Assert.All(counts, counter => Assert.InRange(counter.Most, 1, Bound));
        Assert.All(counts, counter => Assert.Equal(40, counter.All));
    }

    [Fact]
    public async Task A_slow_first_part_stops_the_intake_at_the_bound()
    {
        using var engine = new EngineFixture();
        var graph = new GraphBuilder();
        var source = graph.Fold("source", FakeFold.Source("source", 40));
        var othersDone = new TaskCompletionSource();
        var siblingDone = new TaskCompletionSource();
        var sibling = 0;
        var finished = 0;
        var started = 0;
        var startedWhileFirstWaited = 0;
        graph.Map(
            "map",
            FakeMap.Doing(
                "map",
                async (index, cancellation) =>
                {
                    Interlocked.Increment(ref started);
                    if (index == 0)
                    {
                        await othersDone.Task.WaitAsync(cancellation);

                        // Meanwhile a sibling takes in all parts; so would this node, had it no bound.
                        await siblingDone.Task.WaitAsync(cancellation);
                        startedWhileFirstWaited = started;
                    }
                    else if (Interlocked.Increment(ref finished) == Bound - 1)
                    {
                        othersDone.SetResult();
                    }
                }
            ),
            [new NodeOutput(FakeMap.Rows, source)]
        );
        graph.Map(
            "sibling",
            FakeMap.Doing(
                "sibling",
                (_, _) =>
                {
                    if (Interlocked.Increment(ref sibling) == 40)
                    {
                        siblingDone.SetResult();
                    }

                    return Task.CompletedTask;
                }
            ),
            [new NodeOutput(FakeMap.Rows, source)]
        );

        await engine.RunAsync(
            graph.Build(null),
            change: settings => settings with { CpuSlots = 16, PartsInFlight = Bound },
            cancellation: TestContext.Current.CancellationToken
        );

        Assert.Equal(Bound, startedWhileFirstWaited);
        Assert.Equal(40, started);
    }

    private sealed class Counter
    {
        private readonly Lock _lock = new();
        private int _inside;

        public int Most { get; private set; }

        public int All { get; private set; }

        public void Enter()
        {
            lock (_lock)
            {
                All++;
                Most = Math.Max(Most, ++_inside);
            }
        }

        public void Leave()
        {
            lock (_lock)
            {
                _inside--;
            }
        }
    }
}
