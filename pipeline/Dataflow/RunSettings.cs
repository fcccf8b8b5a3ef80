namespace Pipeline.Engine.Dataflow;

/// <summary>How to run; nothing here can change an artifact's bytes.</summary>
/// <param name="RunName">The run's name: its folder below the runs folder.</param>
/// <param name="CacheFolder">The cache; several configurations and processes may share one.</param>
/// <param name="RunsFolder">Where run records, logs and pages go.</param>
public sealed record RunSettings(string RunName, string CacheFolder, string RunsFolder)
{
    /// <summary>The configuration that the run is of, which its folder belongs to; null where it has no file.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>Units of managed work at once.</summary>
    public int CpuSlots { get; init; } = Environment.ProcessorCount;

    /// <summary>Remote requests at once.</summary>
    public int RemoteSlots { get; init; } = 4;

    /// <summary>Parts that wait or run inside one node at once: the bound on memory.</summary>
    public int PartsInFlight { get; init; } = 4;

    /// <summary>Let branches that do not need a failed node finish.</summary>
    public bool KeepGoing { get; init; }

    /// <summary>
    /// Awaited once before the first unit is computed, never in a run of hits: the place to check inputs. If it throws, nothing is computed
    /// and the run ends with that failure.
    /// </summary>
    public Func<CancellationToken, Task>? BeforeComputing { get; init; }

    /// <summary>The run's folder.</summary>
    public string RunFolder => Path.Combine(RunsFolder, RunName);
}
