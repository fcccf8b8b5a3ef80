using System.Diagnostics;

namespace Pipeline.Engine.Dataflow;

/// <summary>Stamps events with the run's time and hands them on one at a time.</summary>
internal sealed class RunReporter(IRunObserver observer)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _lock = new();

    public void Tell(RunEvent happened)
    {
        lock (_lock)
        {
            observer.On(happened with { At = _clock.Elapsed.TotalSeconds });
        }
    }
}
