using Pipeline.Engine.Configuration;

namespace Pipeline.App.Settings;

/// <summary>How the untuned model is asked: its answers stand beside those of the tuned ones.</summary>
public sealed record BaseSettings
{
    /// <summary>zero_shot: the tuned models' own template. in_context: a text with examples before the request, as URIAL does it.</summary>
    public IReadOnlyList<BasePrompt> Prompts { get; init; } = [BasePrompt.ZeroShot];

    /// <summary>The text of in_context; default one that comes with the program.</summary>
    [PathSetting(Kind = PathKind.File)]
    public SettingPath? InContext { get; init; }
}

/// <summary>One way to ask a model that was never tuned.</summary>
public enum BasePrompt
{
    /// <summary>The request in the tuned models' template.</summary>
    ZeroShot,

    /// <summary>Examples before the request.</summary>
    InContext,
}
