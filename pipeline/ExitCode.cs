namespace Pipeline.Engine;

/// <summary>The program's exit codes, stable for scripts and cluster jobs.</summary>
public static class ExitCode
{
    /// <summary>Everything asked for was done.</summary>
    public const int Success = 0;

    /// <summary>A stage failed; what was finished before it is kept.</summary>
    public const int StageFailed = 1;

    /// <summary>The configuration or an input file cannot be used.</summary>
    public const int BadInput = 2;

    /// <summary>The run stopped at a deadline or found its cache locked; running again continues it.</summary>
    public const int Resumable = 75;

    /// <summary>Ended by Ctrl+C (SIGINT); running again continues it.</summary>
    public const int Interrupted = 130;

    /// <summary>Ended by SIGTERM; running again continues it.</summary>
    public const int Terminated = 143;
}
