using Pipeline.App.Settings;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Modeling.Tokenization.Templates;

namespace Pipeline.App.Wiring.Answers;

/// <summary>Finds the chat template that a model's prompts are spelled with.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">Name the templates.</param>
internal sealed class TemplateChoice(BoundConfiguration configuration, PipelineSettings settings)
{
    /// <summary>The template of the base and of all that is tuned here.</summary>
    /// <exception cref="InputException">There is none of the name that the settings give.</exception>
    public ChatTemplate FindDefault() => Find(settings.Stages.Tokenize.Template, "stages.tokenize.template");

    /// <summary>The template of a model that was tuned elsewhere: its own where the settings give one.</summary>
    /// <param name="model">The model's name in the settings.</param>
    /// <exception cref="InputException">There is none of the name that the settings give.</exception>
    public ChatTemplate FindForModel(string model) =>
        Find(settings.Models[model].Template ?? settings.Stages.Tokenize.Template, $"models.{model}.template");

    private ChatTemplate Find(string name, string setting)
    {
        try
        {
            return (settings.Stages.Tokenize with { Template = name }).FindTemplate();
        }
        catch (InvalidDataException error)
        {
            throw configuration.Invalid(setting, error.Message);
        }
    }
}
