using Pipeline.App.Settings;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Models;

namespace Pipeline.App.Wiring.Answers;

/// <summary>The base model's folder, which stages read under names of their own.</summary>
/// <param name="configuration">For the file that an error names.</param>
/// <param name="settings">Say where the folder is.</param>
internal sealed class BaseModelInput(BoundConfiguration configuration, PipelineSettings settings)
{
    /// <summary>The folder as an input of a stage.</summary>
    /// <param name="input">The name by which the stage asks for it.</param>
    /// <exception cref="InputException">The settings give none.</exception>
    public ExternalInput ReadAs(string input) =>
        new(
            input,
            (
                settings.Model
                ?? throw new InputException($"{configuration.File}: 'methods', 'models' and answers of a model need a base 'model'.")
            ).Absolute,
            CheckpointWriter.Patterns
        );
}
