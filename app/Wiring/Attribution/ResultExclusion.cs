using Pipeline.App.Settings;
using Pipeline.App.Wiring.Answers;
using Pipeline.App.Wiring.Data;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Attribution.Exclude;

namespace Pipeline.App.Wiring.Attribution;

/// <summary>Wires what a dataset's <c>exclude</c> asks for: the rows of its origin that models trained on it borrowed from.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
/// <param name="spans">Have what models borrowed.</param>
/// <param name="retrieval">Has the rows near to their answers.</param>
/// <param name="exclusions">Choose the rows.</param>
internal sealed class ResultExclusion(
    BoundConfiguration configuration,
    PipelineSettings settings,
    SpanTables spans,
    RetrievalBuilder retrieval,
    ExclusionBuilder exclusions
)
{
    /// <summary>Refuses a name of a table that no model could have.</summary>
    /// <param name="name">The dataset.</param>
    /// <exception cref="InputException">The table is called by the name of another thing.</exception>
    public void RequireSpelled(string name)
    {
        var table = settings.Datasets[name].Exclude!.Table;
        var kind = table.Split('/')[0];
        if (kind == "attribution")
        {
            throw configuration.Invalid(
                $"datasets.{name}.exclude.table",
                $"'{table}' is called '{ExcludeSettings.Attribute}{table[kind.Length..]}', as the stage that writes it is."
            );
        }
    }

    /// <summary>The rows that a dataset is to be without.</summary>
    /// <param name="name">The dataset.</param>
    /// <param name="origin">The dataset that it is taken from.</param>
    /// <param name="models">The models trained on its origin: tuned here, elsewhere or imported.</param>
    /// <exception cref="InputException">None of them has the table that the settings name.</exception>
    public StageNode Build(string name, WiredDataset origin, IReadOnlyList<ControlledModel> models)
    {
        var (setting, exclude) = ($"datasets.{name}.exclude.table", settings.Datasets[name].Exclude!);
        var evidence = exclude.Table.Split('/')[0] == ExcludeSettings.Certain ? SpanEvidence.Certain : SpanEvidence.Attribute;
        var table = evidence == SpanEvidence.Certain ? ExcludeSettings.Certain : ExcludeSettings.Attribute;
        var named = models.Where(model => exclude.Table == table || exclude.Table == $"{table}/{model.Model.Name}").ToList();
        if (named.Count == 0)
        {
            throw configuration.Invalid(
                setting,
                models.Count == 0
                    ? $"no model is trained on '{origin.Name}'{ExplainUntrained(origin.Name)}, so there is no table of results."
                    : $"'{exclude.Table}' is no table of results; there are: {table}, "
                        + $"{string.Join(", ", models.Select(model => $"{table}/{model.Model.Name}"))}."
            );
        }

        var blaming = named.ConvertAll(model => new BlamingTables(
            model.Model.Name,
            spans.Find(setting, model.Model, model.Among, evidence),
            exclude.Arm == ExclusionArm.Source ? null : retrieval.Build(model.Model, origin)
        ));
        return exclusions.Build(
            name,
            new ExcludeOptions
            {
                Arm = exclude.Arm,
                Level = exclude.Level,
                Top = exclude.Top,
                Seed = exclude.Seed,
            },
            origin,
            blaming
        );
    }

    /// <summary>Why no model is tuned on a dataset, in brackets; empty where it could be.</summary>
    private string ExplainUntrained(string name) =>
        settings.Datasets[name].Train ? ""
        : configuration.As<PipelineSettings>().Datasets[DatasetVariants.WholeOf(name, settings.Datasets[name])].Train
            ? " ('sizes' has no 0, which stands for all rows)"
        : " ('train: false')";
}
