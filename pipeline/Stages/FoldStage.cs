namespace Pipeline.Engine.Stages;

/// <summary>A stage that needs all of its inputs before it starts and makes one artifact: files, a table, or both.</summary>
public abstract class FoldStage : Stage
{
    /// <summary>
    /// Makes the artifact by writing into <paramref name="output"/>. What is written becomes visible to other stages only when this method
    /// has returned and the engine has sealed it; it must throw, not return, when it stops early.
    /// </summary>
    public abstract Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation);
}
