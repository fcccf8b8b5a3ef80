using System.CommandLine;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>What every command that reads a configuration takes.</summary>
internal sealed class SharedOptions
{
    public const string Title = "Options of every command";

    public Argument<string> File { get; } = new("FILE") { Description = "the YAML file that says what to run" };

    public Option<string[]> Set { get; } =
        new("--set") { HelpName = "KEY=VALUE", Description = "change one setting by its dotted key; may be given again" };

    public Option<string> Cache { get; } =
        new("--cache")
        {
            HelpName = "DIR",
            Description = "where artifacts are kept (default: cache); files and runs may share one",
            DefaultValueFactory = _ => "cache",
        };

    public Option<string> Runs { get; } =
        new("--runs")
        {
            HelpName = "DIR",
            Description = "where reports, logs and records of runs go (default: runs)",
            DefaultValueFactory = _ => "runs",
        };

    public Option<bool> Verify { get; } =
        new("--verify") { Description = "hash every input and artifact again instead of trusting sizes and times" };

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [Set, Cache, Runs, Verify];
}
