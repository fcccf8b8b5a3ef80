using Pipeline.Engine.Stages;

namespace Pipeline.Tests.Support;

/// <summary>A fold stage that does what a test says.</summary>
public sealed class FakeFold(string name, Func<StageInputs, FoldOutput, CancellationToken, Task> run) : FoldStage
{
    private int _runs;

    public FakeOptions Settings { get; init; } = new();

    public int DeclaredVersion { get; init; } = 1;

    public ResourceSlot Holds { get; init; } = ResourceSlot.Cpu;

    /// <summary>How often it was run.</summary>
    public int Runs => _runs;

    public override string Name => name;

    public override int Version => DeclaredVersion;

    public override object Options => Settings;

    public override ResourceSlot Slot => Holds;

    /// <summary>Writes a table with one part for each given list of values.</summary>
    public static FakeFold Source(string name, params int[][] parts) =>
        new(
            name,
            async (_, output, cancellation) =>
            {
                foreach (var part in parts)
                {
                    await output.WritePartAsync(
                        part.Select(value => new FakeRow { Id = $"row {value}", Value = value }).ToList(),
                        cancellation
                    );
                }
            }
        )
        {
            Settings = new FakeOptions { Tag = string.Join(" | ", parts.Select(part => string.Join(' ', part))) },
        };

    /// <summary>A table of that many parts of two rows.</summary>
    public static FakeFold Source(string name, int parts) =>
        Source(name, [.. Enumerable.Range(0, parts).Select(part => new[] { 2 * part, (2 * part) + 1 })]);

    /// <summary>Writes the sum of all values of all its inputs, and its number, into a file.</summary>
    public static FakeFold Sum(string name, int number = 0) =>
        new(
            name,
            async (inputs, output, cancellation) =>
            {
                var sum = number;
                foreach (var input in inputs.Names)
                {
                    await foreach (var row in inputs.RowsAsync<FakeRow>(input, cancellation))
                    {
                        sum += row.Value;
                    }
                }

                await output.WritePartAsync([new FakeRow { Id = "sum", Value = sum }], cancellation);
                await File.WriteAllTextAsync(output.PathOf("sum.txt"), $"{sum}", cancellation);
            }
        )
        {
            Settings = new FakeOptions { Number = number },
        };

    public override Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _runs);
        return run(inputs, output, cancellation);
    }
}
