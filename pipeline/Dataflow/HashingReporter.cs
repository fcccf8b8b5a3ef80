using System.Diagnostics;
using Pipeline.Engine.Caching;

namespace Pipeline.Engine.Dataflow;

/// <summary>Tells of files that take long to hash, one after the other: nothing in the first second, then once a second.</summary>
internal sealed class HashingReporter(RunReporter reporter)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _told;

    /// <summary>Takes how far a file is hashed.</summary>
    public void Take(FileReading value)
    {
        if (_clock.Elapsed - _told >= _interval)
        {
            _told = _clock.Elapsed;
            reporter.Tell(new InputHashing(value.Path, value.Done, value.Bytes));
        }
    }
}
