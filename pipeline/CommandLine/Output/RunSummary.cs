using Pipeline.Engine.CommandLine.Commands;
using Pipeline.Engine.Dataflow;

namespace Pipeline.Engine.CommandLine.Output;

/// <summary>The last lines of a run.</summary>
internal static class RunSummary
{
    /// <summary>What was computed, and as the very last line the page to open.</summary>
    public static void Completed(Terminal terminal, RunResult result, string? page, bool quiet)
    {
        if (!quiet)
        {
            terminal.WriteLine(
                result.Built == 0
                    ? $"nothing to do: everything is in the cache ({Quantity.Count(result.Hits, "artifact")})"
                    : $"done: {Quantity.Count(result.Built, "artifact")} computed, {result.Hits} from the cache"
            );
        }

        if (page is not null)
        {
            terminal.WriteLine(PlanText.Relative(page));
        }
    }

    /// <summary>What went wrong, and what to do next.</summary>
    public static void Incomplete(Terminal terminal, RunResult result, RunSettings settings)
    {
        foreach (var failure in result.Failures)
        {
            terminal.WriteErrorLine($"error: {failure.Message}");
        }

        if (result.Outcome == RunOutcome.Failed)
        {
            terminal.WriteErrorLine($"details: {PlanText.Relative(Path.Combine(settings.RunFolder, RunLog.FileName))}");
        }

        if (result.Outcome != RunOutcome.BadInput || result.Built > 0)
        {
            terminal.WriteErrorLine($"{Quantity.Count(result.Built, "new artifact")} kept; run again to go on");
        }
    }
}
