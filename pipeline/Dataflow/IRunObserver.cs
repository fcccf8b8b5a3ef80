namespace Pipeline.Engine.Dataflow;

/// <summary>Is told what happens in a run, as it happens, from any thread, one event at a time.</summary>
internal interface IRunObserver
{
    /// <summary>Takes one event; must be quick and must not throw.</summary>
    void On(RunEvent happened);
}
