using Pipeline.Engine.Dataflow;

namespace Pipeline.Engine.CommandLine.Output;

/// <summary>Shows a run while it goes on. Disposing it leaves the terminal as the summary needs it.</summary>
internal interface IRunConsole : IRunObserver, IAsyncDisposable
{
    /// <summary>Prints one line, such as a warning, without disturbing what is shown.</summary>
    void Say(string line);
}
