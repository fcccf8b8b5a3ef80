namespace Pipeline.App.Settings;

/// <summary>What every model is asked: a file and how to read it, or questions about the fictional world.</summary>
public sealed record PromptSettings : RecordFileSettings
{
    /// <summary>Questions about the fictional world, instead of a path.</summary>
    public WorldPromptSettings? World { get; init; }
}
