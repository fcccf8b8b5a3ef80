using System.CommandLine;
using System.Globalization;
using Pipeline.Engine.Dataflow;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>How a run computes; nothing here changes a result.</summary>
internal sealed class ComputeOptions
{
    /// <summary>1000 hours: the system's timers go no further than some weeks.</summary>
    private const double LongestSeconds = 1000 * 3600;

    private readonly Option<bool> _keepGoing = new("--keep-going") { Description = "let branches that do not need a failed stage finish" };

    private readonly Option<int> _workers = new("--workers")
    {
        HelpName = "N",
        Description = "processor work at once (default: the number of cores)",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var workers) || workers < 1)
            {
                result.AddError($"--workers '{text}': expected a whole number of at least 1");
            }

            return workers;
        },
    };

    private readonly Option<string> _timeLimit = new("--time-limit")
    {
        HelpName = "TIME",
        Description = "stop after 90s, 45m or 12h, keep what is finished, and exit with 75",
    };

    public IReadOnlyList<Option> All => [_keepGoing, _workers, _timeLimit];

    public RunSettings Apply(ParseResult parsed, RunSettings settings) =>
        settings with
        {
            CpuSlots = parsed.GetValue(_workers),
            KeepGoing = parsed.GetValue(_keepGoing),
        };

    /// <summary>When to stop; null for never.</summary>
    /// <exception cref="InputException">It is no length of time.</exception>
    public TimeSpan? TimeLimit(ParseResult parsed)
    {
        if (parsed.GetValue(_timeLimit) is not { } text)
        {
            return null;
        }

        var seconds =
            text.Length == 0
                ? 0
                : text[^1] switch
                {
                    's' => 1,
                    'm' => 60,
                    'h' => 3600,
                    _ => 0,
                };
        return
            seconds > 0
            && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && count * seconds is > 0 and <= LongestSeconds
            ? TimeSpan.FromSeconds(count * seconds)
            : throw new InputException($"--time-limit '{text}': expected a number with s, m or h, such as 45m, of at most 1000h.");
    }
}
