using System.CommandLine;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>What every command that reads a configuration takes.</summary>
internal sealed class SharedOptions
{
    public Argument<string> File { get; } = new("FILE") { Description = "The YAML file that says what to run" };

    public Option<string[]> Set { get; } = new("--set")
    {
        HelpName = "stage.key=value",
        Description = "Change one setting; may be given several times",
    };

    public Option<string> Cache { get; } = new("--cache")
    {
        HelpName = "DIR",
        Description = "Where artifacts are kept; several files and runs may share one",
        DefaultValueFactory = _ => "cache",
    };

    public Option<string> Runs { get; } = new("--runs")
    {
        HelpName = "DIR",
        Description = "Where each run's report, log and record go",
        DefaultValueFactory = _ => "runs",
    };

    public Option<bool> Verify { get; } = new("--verify")
    {
        Description = "Hash every input and artifact again instead of trusting sizes and times",
    };

    public void AddTo(Command command)
    {
        command.Arguments.Insert(0, File);
        command.Options.Add(Set);
        command.Options.Add(Cache);
        command.Options.Add(Runs);
        command.Options.Add(Verify);
    }
}
