using Pipeline.Engine.Dataflow;

namespace Pipeline.Engine.CommandLine.Output;

/// <summary>Hands every event to several observers in turn.</summary>
internal sealed class ObserverGroup(IReadOnlyList<IRunObserver> observers) : IRunObserver
{
    public void On(RunEvent happened)
    {
        foreach (var observer in observers)
        {
            observer.On(happened);
        }
    }
}
