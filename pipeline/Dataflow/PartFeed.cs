using System.Runtime.CompilerServices;
using Pipeline.Engine.Artifacts;

namespace Pipeline.Engine.Dataflow;

/// <summary>
/// The sealed parts of one node in order, for any number of readers at their own pace. A part here is a path and a digest; its rows are on
/// disk. A slow reader therefore holds back neither the node nor other readers, and a graph with a diamond cannot deadlock.
/// </summary>
internal sealed class PartFeed
{
    private readonly Lock _lock = new();
    private readonly List<Part> _parts = [];
    private TaskCompletionSource _changed = NewSignal();
    private bool _complete;
    private Exception? _fault;

    /// <summary>How many parts there are once all are known; else null.</summary>
    public int? Count
    {
        get
        {
            lock (_lock)
            {
                return _complete ? _parts.Count : null;
            }
        }
    }

    /// <summary>How many parts there are by now.</summary>
    public int Available
    {
        get
        {
            lock (_lock)
            {
                return _parts.Count;
            }
        }
    }

    public void Add(Part part) => Change(() => _parts.Add(part));

    /// <summary>Adds all parts and completes, in one step: nobody sees some of them only.</summary>
    public void CompleteWith(IEnumerable<Part> parts) =>
        Change(() =>
        {
            _parts.AddRange(parts);
            _complete = true;
        });

    public void Complete() => Change(() => _complete = true);

    public void Fault(Exception fault) => Change(() => _fault ??= fault);

    /// <summary>The parts from the first on, as they are sealed; ends when the node completes, throws when it faults.</summary>
    public async IAsyncEnumerable<Part> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var next = 0; ; next++)
        {
            Part? part = null;
            while (part is null)
            {
                Task changed;
                lock (_lock)
                {
                    if (next < _parts.Count)
                    {
                        part = _parts[next];
                        break;
                    }

                    if (_fault is not null)
                    {
                        throw _fault;
                    }

                    if (_complete)
                    {
                        yield break;
                    }

                    changed = _changed.Task;
                }

                await changed.WaitAsync(cancellation).ConfigureAwait(false);
            }

            yield return part;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Change(Action change)
    {
        TaskCompletionSource signal;
        lock (_lock)
        {
            change();
            signal = _changed;
            _changed = NewSignal();
        }

        signal.SetResult();
    }
}
