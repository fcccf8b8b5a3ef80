using Pipeline.Engine.Dataflow;

namespace Pipeline.Engine.CommandLine.Output;

/// <summary>Shows nothing: errors and the last line come from the command itself.</summary>
internal sealed class QuietConsole : IRunConsole
{
    public void On(RunEvent happened) { }

    public void Say(string line) { }

    public void Warn(string line) { }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
