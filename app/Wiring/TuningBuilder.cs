using Pipeline.App.Settings;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Models;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Data.Select;
using Pipeline.Stages.Data.Tokenize;
using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Stages.Tuning.FineTuneCommand;
using Pipeline.Stages.Tuning.MatchLoss;
using Pipeline.Stages.Tuning.Merge;

namespace Pipeline.App.Wiring;

/// <summary>Wires fine-tuning: on a dataset every variant of every method, another program's, or those chosen by training loss.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="dataset">The node of a dataset.</param>
/// <param name="model">The base model as an input of a name.</param>
internal sealed class TuningBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    GraphBuilder graph,
    Func<string, StageNode> dataset,
    Func<string, NodeInput> model
)
{
    private readonly Dictionary<string, string> _families = new(StringComparer.Ordinal);

    /// <summary>Refuses names of datasets and methods that there are none of: they would choose nothing, and nothing would be
    /// said.</summary>
    /// <exception cref="Engine.InputException">A name is none.</exception>
    public void RequireKnownNames()
    {
        foreach (var (name, method) in settings.Methods)
        {
            RequireKnown($"methods.{name}.datasets", method.Datasets, "datasets", settings.Datasets.Keys);
        }

        var trainable = settings.Methods.Where(entry => entry.Value.Type != FineTuneMethod.Command).Select(entry => entry.Key);
        RequireKnown("matched_loss.methods", settings.MatchedLoss?.Methods ?? [], "methods of type lora or full", trainable);
    }

    private void RequireKnown(string path, IReadOnlyList<string> names, string kinds, IEnumerable<string> known)
    {
        if (names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw configuration.Invalid(path, $"'{unknown}' is none of the {kinds}; {NearestKey.Advice(unknown, [.. known], kinds)}");
        }
    }

    /// <summary>The models tuned on a dataset.</summary>
    public IReadOnlyList<TunedNode> Tune(string name)
    {
        var belongsTo = settings.Datasets[name];
        var trained = settings
            .Methods.Where(entry =>
                entry.Value.Datasets.Count == 0 || entry.Value.Datasets.Any(wanted => DatasetVariants.Belongs(name, belongsTo, wanted))
            )
            .Select(entry =>
                (
                    Method: entry.Key,
                    Variants: MethodVariant
                        .Expand(entry.Key, entry.Value, settings.Stages.FineTune, settings.Seed)
                        .Select(variant => Trained(name, entry.Key, entry.Value, variant))
                        .ToList()
                )
            )
            .ToList();
        return trained
            .SelectMany(entry =>
                IsMatched(entry.Method)
                    ? [.. Matched(name, entry.Method, trained), .. settings.MatchedLoss!.KeepVariants ? entry.Variants : []]
                    : entry.Variants
            )
            .ToList();
    }

    private bool IsMatched(string method) =>
        settings.MatchedLoss is { } matched
        && (matched.Methods.Count == 0 || matched.Methods.Contains(method))
        && settings.Methods[method].Type != FineTuneMethod.Command;

    private TunedNode Trained(string name, string methodName, MethodSettings method, MethodVariant variant)
    {
        var label = $"{variant.Label}.{name}";
        if (variant.Options is { Method: FineTuneMethod.Full, Precision: Precision.BFloat16 })
        {
            throw configuration.Invalid(
                method.Precision is null ? "stages.fine_tune.precision" : $"methods.{methodName}.precision",
                "bfloat16 holds weights to three digits, and steps of the learning rate's size are lost on them: train all of "
                    + $"'{methodName}' in mixed or float32 (adapters on a bfloat16 model are in 32 bits and fine)."
            );
        }

        var tokens = Tokens(name, dataset(name));
        var tuned =
            method.Type == FineTuneMethod.Command
                ? Commanded(label, methodName, method, variant, tokens)
                : graph.Fold(
                    $"fine-tune/{label}",
                    new FineTuneStage(variant.Options),
                    new NodeOutput(FineTuneStage.Tokens, tokens),
                    model(FineTuneStage.Model)
                );
        if (method is { Merge: true, Type: FineTuneMethod.Lora })
        {
            graph.Fold(
                $"merge/{label}",
                new MergeStage(),
                model(MergeStage.Model),
                new NodeOutput(MergeStage.Adapter, tuned, OutputScope.Everything),
                new NodeOutput(MergeStage.Tokens, tokens)
            );
        }

        return new TunedNode(label, SeriesOf(variant.Name, name), KindOf(method.Type), variant.Options.Seed, tuned)
        {
            Family = FamilyOf(methodName, variant),
            Options = variant.Options,
            Variant = $"{variant.Name}.{name}",
            Without = (arm, excluded) =>
                method.Type == FineTuneMethod.Command
                    ? Commanded(arm, methodName, method, variant, Tokens(arm, Remaining(name, arm, excluded)))
                    : graph.Fold(
                        $"fine-tune/{arm}",
                        new FineTuneStage(variant.Options),
                        new NodeOutput(FineTuneStage.Tokens, tokens),
                        new NodeOutput(FineTuneStage.Withheld, excluded),
                        model(FineTuneStage.Model)
                    ),
        };
    }

    private StageNode Tokens(string id, StageNode instances) =>
        graph.Map(
            $"tokenize/{id}",
            new TokenizeStage(settings.Stages.Tokenize),
            [new NodeOutput(TokenizeStage.Instances, instances)],
            model(TokenizeStage.Model)
        );

    /// <summary>Another program decides on its order itself, so it is given the rows that are left.</summary>
    private StageNode Remaining(string name, string arm, StageNode excluded) =>
        graph.Map(
            $"select/{arm}",
            new SelectStage(),
            [new NodeOutput(SelectStage.Instances, dataset(name))],
            new NodeOutput(SelectStage.Excluded, excluded)
        );

    private StageNode Commanded(string label, string methodName, MethodSettings method, MethodVariant variant, StageNode tokens)
    {
        if (method.Command.Count == 0)
        {
            throw configuration.Invalid($"methods.{methodName}.command", "a method of type command needs the program and its arguments.");
        }

        NodeInput[] script = method.Script is { } path ? [new ExternalInput(FineTuneCommandStage.Script, path.Absolute, [])] : [];
        return graph.Fold(
            $"fine-tune-command/{label}",
            new FineTuneCommandStage(
                new FineTuneCommandOptions
                {
                    Command = method.Command,
                    Settings = variant.Options,
                    Secrets = method.Secrets,
                    StopGrace = TimeSpan.FromSeconds(method.StopGraceSeconds),
                }
            ),
            [new NodeOutput(FineTuneCommandStage.Tokens, tokens), model(FineTuneCommandStage.Model), .. script]
        );
    }

    /// <summary>One model for each seed: of all the method's variants and their checkpoints, the one with the matched training
    /// loss.</summary>
    private IEnumerable<TunedNode> Matched(string name, string method, IReadOnlyList<(string Method, List<TunedNode> Variants)> trained)
    {
        var matched = settings.MatchedLoss!;
        var stage = new MatchLossStage(new MatchLossOptions { Target = matched.Target, Tolerance = matched.Tolerance });
        foreach (var seed in settings.Seed)
        {
            var others = matched.Target is not null
                ? []
                : trained
                    .Where(entry => entry.Method != method && IsMatched(entry.Method))
                    .SelectMany(entry =>
                        entry
                            .Variants.Where(variant => variant.Seed == seed)
                            .Select(variant => Input($"{MatchLossStage.Other}{entry.Method}:", variant))
                    );
            var label = method + (settings.Seed.Count > 1 ? $"-s{seed}" : "") + (matched.KeepVariants ? "-matched" : "");
            var node = graph.Fold(
                $"match-loss/{label}.{name}",
                stage,
                [
                    .. trained
                        .Single(entry => entry.Method == method)
                        .Variants.Where(variant => variant.Seed == seed)
                        .Select(variant => Input(MatchLossStage.Candidate, variant)),
                    .. others,
                ]
            );
            yield return new TunedNode($"{label}.{name}", SeriesOf(method, name), KindOf(settings.Methods[method].Type), seed, node)
            {
                Variant = $"{method}.{name}",
                Family = method,
            };
        }
    }

    /// <summary>What the settings say; else methods that differ in their learning rate, epochs and seed alone are one family, called as the
    /// first of them.</summary>
    private string FamilyOf(string method, MethodVariant variant)
    {
        var settled = settings.Methods[method];
        var rank = variant.Options.Method == FineTuneMethod.Lora && settled.Rank.Count > 1 ? $"-r{variant.Options.Rank}" : "";
        if (settled.Family is { } family)
        {
            return family + rank;
        }

        var shared = CanonicalJson.Serialize(variant.Options with { LearningRate = 1, Epochs = 1, Seed = 0 }).ToJsonString();
        return _families.TryGetValue(shared, out var known) ? known : _families[shared] = method + rank;
    }

    private static NodeOutput Input(string prefix, TunedNode variant) => new(prefix + variant.Label, variant.Node, OutputScope.Everything);

    private static TuningMethod KindOf(FineTuneMethod type) =>
        type switch
        {
            FineTuneMethod.Lora => TuningMethod.Lft,
            FineTuneMethod.Full => TuningMethod.Sft,
            _ => TuningMethod.External,
        };

    private string SeriesOf(string variant, string name) => $"{variant}.{DatasetVariants.WholeOf(name, settings.Datasets[name])}";
}
