using Pipeline.Engine.Configuration;

namespace Pipeline.App.Settings;

/// <summary>A model that was tuned elsewhere: it answers the prompts and is compared with the base like those tuned here.</summary>
public sealed record ModelSettings
{
    /// <summary>What is said where a model's folder is not there: a name of the hub, perhaps.</summary>
    internal const string WhereModelsComeFrom =
        "A model is a folder in Hugging Face form on this machine; fetch one first, for example with 'hf download NAME --local-dir "
        + "FOLDER'.";

    /// <summary>A Hugging Face folder with the base model's vocabulary, or one with a LoRA adapter for the base model, as PEFT writes
    /// it.</summary>
    [PathSetting(Kind = PathKind.Folder, Advice = WhereModelsComeFrom)]
    public required SettingPath Path { get; init; }

    /// <summary>How its prompts are spelled, as for <c>stages.tokenize.template</c>; default as there.</summary>
    public string? Template { get; init; }

    /// <summary>The dataset that it was trained on, to compare its answers with; default none.</summary>
    public string TrainedOn { get; init; } = "";
}
