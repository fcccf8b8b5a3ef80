using Pipeline.Engine.Stages;
using Pipeline.Modeling.Training;

namespace Pipeline.Stages.Tuning;

/// <summary>Training's resumable state in the folder that the engine keeps for a fold, sealed as everything else of the cache is.</summary>
public sealed class TrainingFolder(ResumableState state) : ITrainingFolder
{
    /// <inheritdoc />
    public string Path => state.Folder;

    /// <inheritdoc />
    public void Seal(string draft, string name) => state.Seal(draft, name);

    /// <inheritdoc />
    public void RequireIntact(string name) => state.RequireIntact(name);
}
