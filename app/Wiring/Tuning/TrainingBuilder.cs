using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.App.Wiring.Data;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Models;
using Pipeline.Stages.Data.Select;
using Pipeline.Stages.Data.Tokenize;
using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Stages.Tuning.FineTuneCommand;
using Pipeline.Stages.Tuning.Merge;

namespace Pipeline.App.Wiring.Tuning;

/// <summary>Wires one training: tokens, then fine-tuning here or by another program, then merged weights where they are wanted.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="names">Call what is trained.</param>
/// <param name="baseModel">What it starts from.</param>
internal sealed class TrainingBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    GraphBuilder graph,
    MethodNames names,
    BaseModelInput baseModel
)
{
    /// <summary>A variant of a method, trained on a dataset.</summary>
    /// <param name="method">The method's name in the settings.</param>
    /// <param name="variant">The choice out of its lists.</param>
    /// <param name="dataset">What it is trained on.</param>
    /// <exception cref="InputException">It cannot be trained so.</exception>
    public TunedModel Train(string method, MethodVariant variant, WiredDataset dataset)
    {
        var told = settings.Methods[method];
        if (variant.Options is { Method: FineTuneMethod.Full, Precision: Precision.BFloat16 })
        {
            throw configuration.Invalid(
                told.Precision is null ? "stages.fine_tune.precision" : $"methods.{method}.precision",
                "bfloat16 holds weights to three digits, and steps of the learning rate's size are lost on them: train all of "
                    + $"'{method}' in mixed or float32 (adapters on a bfloat16 model are in 32 bits and fine)."
            );
        }

        var label = $"{variant.Label}.{dataset.Name}";
        var recipe = new TrainingRecipe(method, variant, dataset, Tokens(dataset.Name, dataset.Rows));
        var node = told.Type == FineTuneMethod.Command ? Commanded(label, recipe, recipe.Tokens) : FineTuned(label, recipe, withheld: null);
        if (told is { Merge: true, Type: FineTuneMethod.Lora })
        {
            graph.Fold(
                $"merge/{label}",
                new MergeStage(),
                baseModel.ReadAs(MergeStage.Model),
                new NodeOutput(MergeStage.Adapter, node, OutputScope.Everything),
                new NodeOutput(MergeStage.Tokens, recipe.Tokens)
            );
        }

        var series = names.FindSeries(variant.Name, dataset.Name);
        return new TunedModel(label, series, MethodNames.FindKind(told.Type), variant.Options.Seed, node)
        {
            Family = names.FindFamily(method, variant.Options),
            Variant = $"{variant.Name}.{dataset.Name}",
            Recipe = recipe,
        };
    }

    /// <summary>The weights of a training that is done again without some of its rows.</summary>
    /// <param name="recipe">The training.</param>
    /// <param name="label">What the new one is called.</param>
    /// <param name="excluded">The node of the rows that are left out.</param>
    public StageNode TrainWithout(TrainingRecipe recipe, string label, StageNode excluded) =>
        settings.Methods[recipe.Method].Type == FineTuneMethod.Command
            ? Commanded(label, recipe, Tokens(label, Remaining(label, recipe.Dataset, excluded)))
            : FineTuned(label, recipe, excluded);

    private StageNode Tokens(string id, StageNode rows) =>
        graph.Map(
            $"tokenize/{id}",
            new TokenizeStage(settings.Stages.Tokenize),
            [new NodeOutput(TokenizeStage.Instances, rows)],
            baseModel.ReadAs(TokenizeStage.Model)
        );

    /// <summary>Another program decides on its order itself, so it is given the rows that are left.</summary>
    private StageNode Remaining(string id, WiredDataset dataset, StageNode excluded) =>
        graph.Map(
            $"select/{id}",
            new SelectStage(),
            [new NodeOutput(SelectStage.Instances, dataset.Rows)],
            new NodeOutput(SelectStage.Excluded, excluded)
        );

    private StageNode FineTuned(string label, TrainingRecipe recipe, StageNode? withheld)
    {
        NodeInput[] without = withheld is null ? [] : [new NodeOutput(FineTuneStage.Withheld, withheld)];
        return graph.Fold(
            $"fine-tune/{label}",
            new FineTuneStage(recipe.Variant.Options),
            [new NodeOutput(FineTuneStage.Tokens, recipe.Tokens), .. without, baseModel.ReadAs(FineTuneStage.Model)]
        );
    }

    private StageNode Commanded(string label, TrainingRecipe recipe, StageNode tokens)
    {
        var told = settings.Methods[recipe.Method];
        if (told.Command.Count == 0)
        {
            throw configuration.Invalid(
                $"methods.{recipe.Method}.command",
                "a method of type command needs the program and its arguments."
            );
        }

        NodeInput[] script = told.Script is { } path ? [new ExternalInput(FineTuneCommandStage.Script, path.Absolute, [])] : [];
        return graph.Fold(
            $"fine-tune-command/{label}",
            new FineTuneCommandStage(
                new FineTuneCommandOptions
                {
                    Command = told.Command,
                    Settings = recipe.Variant.Options,
                    Secrets = told.Secrets,
                    StopGrace = TimeSpan.FromSeconds(told.StopGraceSeconds),
                }
            ),
            [new NodeOutput(FineTuneCommandStage.Tokens, tokens), baseModel.ReadAs(FineTuneCommandStage.Model), .. script]
        );
    }
}
