using Pipeline.App.Settings;
using Pipeline.App.Wiring.Data;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Stages.Tuning.MatchLoss;

namespace Pipeline.App.Wiring.Tuning;

/// <summary>Wires the choice by training loss: methods are compared where they fit their data alike.</summary>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="names">Call what is chosen.</param>
internal sealed class MatchedLossBuilder(PipelineSettings settings, GraphBuilder graph, MethodNames names)
{
    /// <summary>Whether a method's model is chosen so.</summary>
    /// <param name="method">The method's name.</param>
    public bool IsMatched(string method) =>
        settings.MatchedLoss is { } matched
        && (matched.Methods.Count == 0 || matched.Methods.Contains(method))
        && settings.Methods[method].Type != FineTuneMethod.Command;

    /// <summary>One model for each seed: of all the method's variants and their checkpoints, the one with the matched training loss; beside
    /// them the variants, where the settings keep those.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="own">The method's variants.</param>
    /// <param name="all">Those of all methods, its own among them.</param>
    public IEnumerable<TunedModel> Choose(WiredDataset dataset, TrainedMethod own, IReadOnlyList<TrainedMethod> all)
    {
        var matched = settings.MatchedLoss!;
        var stage = new MatchLossStage(new MatchLossOptions { Target = matched.Target, Tolerance = matched.Tolerance });
        foreach (var seed in settings.Seed)
        {
            var others = all.Where(other => matched.Target is null && other.Method != own.Method && IsMatched(other.Method));
            var label = own.Method + (settings.Seed.Count > 1 ? $"-s{seed}" : "") + (matched.KeepVariants ? "-matched" : "");
            var node = graph.Fold(
                $"match-loss/{label}.{dataset.Name}",
                stage,
                [
                    .. Inputs(MatchLossStage.Candidate, own, seed),
                    .. others.SelectMany(other => Inputs($"{MatchLossStage.Other}{other.Method}:", other, seed)),
                ]
            );
            yield return new TunedModel(
                $"{label}.{dataset.Name}",
                names.FindSeries(own.Method, dataset.Name),
                MethodNames.FindKind(settings.Methods[own.Method].Type),
                seed,
                node
            )
            {
                Variant = $"{own.Method}.{dataset.Name}",
                Family = own.Method,
            };
        }

        foreach (var variant in matched.KeepVariants ? own.Variants : [])
        {
            yield return variant;
        }
    }

    private static IEnumerable<NodeInput> Inputs(string prefix, TrainedMethod trained, int seed) =>
        trained
            .Variants.Where(variant => variant.Seed == seed)
            .Select(variant => new NodeOutput(prefix + variant.Label, variant.Node, OutputScope.Everything));
}
