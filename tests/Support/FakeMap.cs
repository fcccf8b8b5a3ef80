using Pipeline.Engine.Stages;

namespace Pipeline.Tests.Support;

/// <summary>A map stage that does what a test says. Its streamed input is called <c>rows</c>.</summary>
public sealed class FakeMap(string name, Func<int, IReadOnlyList<FakeRow>, CancellationToken, ValueTask<IReadOnlyList<FakeRow>>> transform)
    : MapStage<FakeRow>
{
    public const string Rows = "rows";

    private int _opened;
    private int _closed;
    private int _parts;
    private int _running;

    public FakeOptions Settings { get; init; } = new();

    public int DeclaredVersion { get; init; } = 1;

    public ResourceSlot Holds { get; init; } = ResourceSlot.Cpu;

    /// <summary>What opening does.</summary>
    public Func<CancellationToken, ValueTask> Open { get; init; } = _ => ValueTask.CompletedTask;

    /// <summary>What closing does.</summary>
    public Action Close { get; init; } = () => { };

    /// <summary>How often it was opened.</summary>
    public int Opened => _opened;

    /// <summary>How often it was closed.</summary>
    public int Closed => _closed;

    /// <summary>How many parts it was asked for.</summary>
    public int Parts => _parts;

    /// <summary>Whether it was ever closed while a part was under way.</summary>
    public bool ClosedTooEarly { get; private set; }

    public override string Name => name;

    public override int Version => DeclaredVersion;

    public override object Options => Settings;

    public override ResourceSlot Slot => Holds;

    /// <summary>Adds a number to every value.</summary>
    public static FakeMap Add(string name, int number) =>
        new(
            name,
            (_, rows, _) =>
                ValueTask.FromResult<IReadOnlyList<FakeRow>>(
                    rows.Select(row => new FakeRow { Id = row.Id, Value = row.Value + number }).ToList()
                )
        )
        {
            Settings = new FakeOptions { Number = number },
        };

    /// <summary>Hands rows on after doing something.</summary>
    public static FakeMap Doing(string name, Func<int, CancellationToken, Task> work) =>
        new(
            name,
            async (index, rows, cancellation) =>
            {
                await work(index, cancellation);
                return rows;
            }
        );

    public override async ValueTask<IPartTransform<FakeRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    )
    {
        Interlocked.Increment(ref _opened);
        await Open(cancellation);
        return new Transform(this, transform);
    }

    private sealed class Transform(
        FakeMap stage,
        Func<int, IReadOnlyList<FakeRow>, CancellationToken, ValueTask<IReadOnlyList<FakeRow>>> transform
    ) : IPartTransform<FakeRow>
    {
        public async ValueTask<IReadOnlyList<FakeRow>> TransformAsync(
            PartInputs inputs,
            PartContext context,
            CancellationToken cancellation
        )
        {
            Interlocked.Increment(ref stage._parts);
            Interlocked.Increment(ref stage._running);
            try
            {
                return await transform(context.Index, await inputs.ReadAsync<FakeRow>(Rows, cancellation), cancellation);
            }
            finally
            {
                Interlocked.Decrement(ref stage._running);
            }
        }

        public void Dispose()
        {
            stage.ClosedTooEarly |= stage._running > 0;
            Interlocked.Increment(ref stage._closed);
            stage.Close();
        }
    }
}
