using System.Globalization;
using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Configuration;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Tuning.FineTune;

namespace Pipeline.App.Wiring.Checks;

/// <summary>What can be said of the folders of the base and of models from elsewhere, and whether methods fit the base.</summary>
internal static class ModelFolderChecks
{
    /// <summary>A check for each method of type lora, for each model, for the base and for its template; none without a base.</summary>
    /// <param name="configuration">For the positions of errors.</param>
    /// <param name="settings">The settings.</param>
    public static IEnumerable<InputCheck> List(BoundConfiguration configuration, PipelineSettings settings)
    {
        if (settings.Model is not { } model)
        {
            yield break;
        }

        foreach (var (name, method) in settings.Methods.Where(entry => entry.Value.Type == FineTuneMethod.Lora))
        {
            yield return new InputCheck($"methods.{name}", _ => Task.Run(() => DescribeTargets(method, model.Absolute)));
        }

        var templates = new TemplateChoice(configuration, settings);
        foreach (var (name, tuned) in settings.Models)
        {
            yield return new InputCheck(
                $"models.{name}",
                _ => Task.Run(() => ModelChecks.Tuned(model.Absolute, tuned.Path.Absolute, templates.FindForModel(name)))
            );
        }

        yield return new InputCheck("model", _ => Task.Run(() => ModelChecks.Base(model.Absolute)));
        yield return new InputCheck(
            "stages.tokenize.template",
            _ => Task.Run(() => $"{settings.Stages.Tokenize.Template}, {DescribeEnd(model.Absolute, templates.FindDefault())}")
        );
    }

    private static string DescribeTargets(MethodSettings method, string folder)
    {
        var layers = CausalLanguageModel.LinearLayersOf(folder);
        var shape = new LoraShape(method.Rank[0], method.Alpha ?? 1, method.Targets)
        {
            RankPattern = method.RankPattern,
            AlphaPattern = method.AlphaPattern,
        };
        shape.RequireFits(layers);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"adapts {layers.Count(layer => shape.Adapts(layer.Path))} of {layers.Count} linear layers"
        );
    }

    private static string DescribeEnd(string folder, ChatTemplate template)
    {
        var ends = new ConversationEncoder(TokenizerFile.Load(folder), template).EndTokens;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"answers end with {(ends.Count == 1 ? "token" : "tokens")} {string.Join(", ", ends.Order())}"
        );
    }
}
