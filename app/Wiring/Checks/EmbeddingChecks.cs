using Pipeline.App.Settings;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Models.Encoders;
using Pipeline.Stages.Attribution.Embed;

namespace Pipeline.App.Wiring.Checks;

/// <summary>What can be said of the models that embed texts before anything is computed, without reading a weight.</summary>
internal static class EmbeddingChecks
{
    /// <summary>A check of the sentence encoder, and one of the layer whose hidden states are taken; none where nothing embeds
    /// so.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="graph">The chain.</param>
    public static IEnumerable<InputCheck> List(PipelineSettings settings, Graph graph)
    {
        var encoding = graph.Nodes.Where(node => node.Stage is SentenceEmbedStage).ToList();
        if (settings.Stages.Embed.Encoder is { } encoder && encoding is [var first, ..])
        {
            var options = (SentenceOptions)first.Stage.Options;
            yield return new InputCheck(
                "stages.embed.encoder",
                _ => Task.Run(() => Describe(encoder.Absolute, new SentenceForm(options.Pooling, options.MaxLength)))
            )
            {
                ProvedBy = Ids(encoding),
            };
        }

        var layered = graph.Nodes.Where(node => node.Stage.Options is HiddenStateOptions { Layer: not null }).ToList();
        if (settings.Model is { } model && settings.Stages.Embed.Layer is { } layer && layered.Count > 0)
        {
            yield return new InputCheck("stages.embed.layer", _ => Task.Run(() => DescribeLayer(model.Absolute, layer)))
            {
                ProvedBy = Ids(layered),
            };
        }
    }

    private static string Describe(string folder, SentenceForm form) =>
        $"{SentenceEncoder.Check(folder, form)}, {form.Pooling.ToString().ToLowerInvariant()} of at most {form.MaxLength} tokens";

    private static string DescribeLayer(string folder, int layer)
    {
        var configuration = ModelConfiguration.Read(folder);
        configuration.RequireLayer(layer);
        return $"layer {layer} of {configuration.Layers}";
    }

    private static string[] Ids(IEnumerable<StageNode> nodes) => [.. nodes.Select(node => node.Id)];
}
