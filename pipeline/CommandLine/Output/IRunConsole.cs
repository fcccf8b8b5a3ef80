using Pipeline.Engine.Dataflow;

namespace Pipeline.Engine.CommandLine.Output;

/// <summary>Shows a run while it goes on. Disposing it leaves the terminal as the summary needs it.</summary>
internal interface IRunConsole : IRunObserver, IAsyncDisposable
{
    /// <summary>Prints what a stage has to say without disturbing what is shown.</summary>
    void Say(string line);

    /// <summary>Prints a warning without disturbing what is shown.</summary>
    void Warn(string line);
}
