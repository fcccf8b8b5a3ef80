using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.App.Wiring.Data;
using Pipeline.App.Wiring.Tuning;
using Pipeline.App.Wiring.World;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Stages.Attribution.Borrowings;
using Pipeline.Stages.Data.Halve;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>Wires what models are held against: another model's answers, or the same method trained on other rows.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
/// <param name="choice">Finds controls among models.</param>
/// <param name="attribution">Finds spans.</param>
/// <param name="datasets">Have the sets' twins and halves.</param>
/// <param name="origins">Say which datasets are about the world.</param>
/// <param name="training">Trains the same method on other rows.</param>
/// <param name="tuned">Lets what is trained answer.</param>
internal sealed class ControlBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    ControlChoice choice,
    AttributionBuilder attribution,
    DatasetBuilder datasets,
    WorldOrigins origins,
    TrainingBuilder training,
    TunedModelBuilder tuned
)
{
    private const string Type = "control.type";

    /// <summary>The control of a model; null where there is none, and where the settings name others.</summary>
    /// <param name="model">The model, whose dataset is known.</param>
    /// <param name="models">The models that a control can be found among.</param>
    /// <exception cref="InputException">The settings ask for one that there cannot be.</exception>
    public WiredControl? Build(ComparedModel model, IReadOnlyList<ComparedModel> models) =>
        IsLeftOut(model, models)
            ? null
            : settings.Control.Type switch
            {
                ControlKind.Twin when model.Weights is not null => BuildTwin(model),
                ControlKind.SplitHalf when model.Weights is not null => BuildHalves(model),
                ControlKind.Model => BuildNamed(model, models),
                ControlKind.Base => BuildOther(model, models, ControlKind.Base),
                _ => BuildOther(model, models, model.Weights is null ? ControlKind.Model : ControlKind.Base),
            };

    private bool IsLeftOut(ComparedModel model, IReadOnlyList<ComparedModel> models) =>
        model.Tuning is not null
        && settings.Control.Models is { } named
        && !new ModelChoice(configuration, models).Choose("control.models", named).Contains(model);

    private WiredControl? BuildOther(ComparedModel model, IReadOnlyList<ComparedModel> models, ControlKind kind) =>
        choice.Find(model, models) is [var control, ..] ? BuildModel(model, control, kind) : null;

    private WiredControl? BuildNamed(ComparedModel model, IReadOnlyList<ComparedModel> models)
    {
        if (settings.Control.Model is not { } name)
        {
            throw configuration.Invalid("control.model", "a control of type 'model' needs the name of a model or of imported answers.");
        }

        return name == model.Name ? null
            : models.FirstOrDefault(other => other.Name == name) is { } control ? BuildModel(model, control, ControlKind.Model)
            : throw configuration.Invalid(
                "control.model",
                $"'{name}' did not answer the prompts of '{model.Name}'; "
                    + NearestKey.Advice(name, [.. models.Select(other => other.Name)], "models that did")
            );
    }

    private WiredControl BuildModel(ComparedModel model, ComparedModel control, ControlKind kind) =>
        new(
            kind,
            control.Name,
            [control],
            [new AttributedModel(control, attribution.BuildAgainst(control, model.Dataset!, model.Name, [control]))],
            []
        );

    private WiredControl BuildTwin(ComparedModel model)
    {
        if (origins.Find(model.Dataset!.Name) is null)
        {
            throw configuration.Invalid(
                Type,
                $"only rows of the fictional world have a twin, and '{model.Dataset.Name}' is none of it; use 'split_half'."
            );
        }

        var twin = Trained(model, datasets.BuildControl(model.Dataset.Name));
        return new WiredControl(
            ControlKind.Twin,
            twin.Name,
            [twin],
            [
                new AttributedModel(twin, attribution.BuildAgainst(twin, model.Dataset, model.Name, [twin])),
                new AttributedModel(model, attribution.BuildAgainst(model, twin.Dataset!, twin.Name, [model])),
            ],
            []
        );
    }

    private WiredControl BuildHalves(ComparedModel model)
    {
        ComparedModel[] halves =
        [
            .. Enum.GetValues<DatasetHalf>()
                .Select(half => Trained(model, datasets.BuildHalf(model.Dataset!, half, settings.Control.Seed))),
        ];
        AttributedModel Attributed(ComparedModel half, ComparedModel rows) =>
            new(half, attribution.BuildAgainst(half, rows.Dataset!, rows.Name, halves));
        return new WiredControl(
            ControlKind.SplitHalf,
            $"{halves[0].Name} and {halves[1].Name}",
            halves,
            [Attributed(halves[0], halves[1]), Attributed(halves[1], halves[0])],
            [Attributed(halves[0], halves[0]), Attributed(halves[1], halves[1])]
        );
    }

    private ComparedModel Trained(ComparedModel model, WiredDataset rows)
    {
        var recipe =
            model.Tuning?.Recipe
            ?? throw configuration.Invalid(
                Type,
                $"'{model.Name}' cannot be trained on other rows: it "
                    + (model.Tuning is null ? "was tuned elsewhere." : "is chosen by its training loss; set 'matched_loss.keep_variants'.")
            );
        return tuned.BuildApart(rows, training.Train(recipe.Method, recipe.Variant, rows));
    }
}
