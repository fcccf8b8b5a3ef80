using Pipeline.App.Settings;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.Report;

namespace Pipeline.App.Wiring;

/// <summary>Wires the answers of models to the prompts: of the base, and of whatever was tuned.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="datasets">Reads a file of prompts.</param>
/// <param name="world">Has prompts about the fictional world.</param>
internal sealed class AnswerBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    GraphBuilder graph,
    DatasetBuilder datasets,
    WorldNodes world
)
{
    private const int MostExampleBytes = 16 << 20;

    /// <summary>The chat template that the settings name.</summary>
    public ChatTemplate Template() => Template(settings.Stages.Tokenize.Template, "stages.tokenize.template");

    /// <summary>A chat template by its name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="setting">The setting that gives it.</param>
    /// <exception cref="InputException">There is none.</exception>
    public ChatTemplate Template(string name, string setting)
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

    /// <summary>The base model as an input of a name.</summary>
    /// <exception cref="InputException">The settings give none.</exception>
    public ExternalInput Model(string name) =>
        new(
            name,
            (
                settings.Model
                ?? throw new InputException($"{configuration.File}: 'methods', 'models' and answers of a model need a base 'model'.")
            ).Absolute,
            CheckpointWriter.Patterns
        );

    /// <summary>The answers of a model.</summary>
    /// <param name="label">Its name.</param>
    /// <param name="tuned">Its weights; null for the base.</param>
    /// <param name="template">How its prompts are spelled.</param>
    /// <param name="inContext">A text with examples that stands before the request instead of the template; null for the template.</param>
    public StageNode Generate(string label, NodeInput? tuned, ChatTemplate template, string? inContext = null)
    {
        var prompts =
            settings.Prompts
            ?? throw new InputException(
                $"{configuration.File}: '{(settings.Methods.Count > 0 ? "methods" : "models")}' need 'prompts' to answer."
            );
        if (prompts.Path is null == prompts.World is null)
        {
            throw configuration.Invalid("prompts", "give a 'path' or a 'world'.");
        }

        var asked = prompts.World is { } questions
            ? world.Prompts(world.Questions(questions))
            : datasets.Ingest("prompts", prompts, EmptyResponse.Keep);
        var options = settings.Stages.Generate with { Model = label, Template = template, InContext = inContext, Seed = settings.Seed[0] };
        NodeInput[] inputs = tuned is null
            ? [Model(GenerateStage.Model)]
            : [Model(GenerateStage.Model), tuned with { Name = GenerateStage.Tuned }];
        return graph.Map($"generate/{label}", new GenerateStage(options), [new NodeOutput(GenerateStage.Prompts, asked)], inputs);
    }

    /// <summary>The base asked as the tuned models are: what their answers are held against, so it answers even where it is not
    /// listed.</summary>
    public ComparedModel Base() =>
        new(new ReportedModel("base", TuningMethod.Base, "", true), null, Generate("base", null, Template())) { Template = Template() };

    /// <summary>The base asked with examples, where the settings want it: a row of its own, and no control.</summary>
    public IEnumerable<ComparedModel> InContextBase()
    {
        if (settings.Base.Prompts.Contains(BasePrompt.InContext))
        {
            var text = settings.Base.InContext is { } file ? ReadExamples(file.Absolute) : InContextPrompt.Default;
            yield return new ComparedModel(
                new ReportedModel("base-in-context", TuningMethod.Base, "", false),
                null,
                Generate("base-in-context", null, Template(), text)
            )
            {
                Template = Template(),
            };
        }
    }

    private static string ReadExamples(string path)
    {
        using var reader = new StreamReader(new MemoryStream(RegularFile.ReadAllBytes(path, MostExampleBytes)));
        return reader.ReadToEnd();
    }
}
