using Pipeline.App.Settings;
using Pipeline.Engine;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Report;

namespace Pipeline.App.Wiring.Answers;

/// <summary>Wires the untuned model's answers: what those of tuned models are held against.</summary>
/// <param name="settings">Say how it is asked.</param>
/// <param name="templates">Have the tuned models' template.</param>
/// <param name="answers">Let it answer.</param>
internal sealed class BaseBuilder(PipelineSettings settings, TemplateChoice templates, AnswerBuilder answers)
{
    private const int MostExampleBytes = 16 << 20;

    /// <summary>The base asked as the tuned models are: the control of every one, so it answers even where it is not listed.</summary>
    public ComparedModel Build() => Asked(new ReportedModel("base", TuningMethod.Base, "", true), inContext: null);

    /// <summary>The base asked with examples, where the settings want it: a row of its own, and no control.</summary>
    /// <exception cref="InputException">The examples cannot be read.</exception>
    public IEnumerable<ComparedModel> BuildInContext()
    {
        if (settings.Base.Prompts.Contains(BasePrompt.InContext))
        {
            var text = settings.Base.InContext is { } file ? ReadExamples(file.Absolute) : InContextPrompt.Default;
            yield return Asked(new ReportedModel("base-in-context", TuningMethod.Base, "", false), text);
        }
    }

    private static string ReadExamples(string path)
    {
        using var reader = new StreamReader(new MemoryStream(RegularFile.ReadAllBytes(path, MostExampleBytes)));
        return reader.ReadToEnd();
    }

    private ComparedModel Asked(ReportedModel reported, string? inContext)
    {
        var template = templates.FindDefault();
        return new ComparedModel(reported, null, answers.Build(reported.Name, null, template, inContext)) { Template = template };
    }
}
