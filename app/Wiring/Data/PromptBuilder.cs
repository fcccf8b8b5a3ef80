using Pipeline.App.Settings;
using Pipeline.App.Wiring.World;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.App.Wiring.Data;

/// <summary>Wires what every model is asked.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings.</param>
/// <param name="ingest">Reads a file of prompts.</param>
/// <param name="world">Makes prompts about the fictional world.</param>
internal sealed class PromptBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    IngestBuilder ingest,
    WorldDataBuilder world
)
{
    /// <summary>Whether they are about the fictional world, so that answers can be held against the truth.</summary>
    public bool AskAboutTheWorld => settings.Prompts?.World is not null;

    /// <summary>The prompts.</summary>
    /// <exception cref="InputException">The settings give none, or more than one kind.</exception>
    public StageNode Build()
    {
        var prompts =
            settings.Prompts
            ?? throw new InputException(
                $"{configuration.File}: '{(settings.Methods.Count > 0 ? "methods" : "models")}' need 'prompts' to answer."
            );
        return prompts.Path is null == prompts.World is null ? throw configuration.Invalid("prompts", "give a 'path' or a 'world'.")
            : prompts.World is { } questions ? world.BuildQuestions(questions)
            : ingest.Build("prompts", prompts, EmptyResponse.Keep);
    }
}
