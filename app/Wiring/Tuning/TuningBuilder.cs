using Pipeline.App.Settings;
using Pipeline.App.Wiring.Data;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Stages.Tuning.FineTune;

namespace Pipeline.App.Wiring.Tuning;

/// <summary>Wires tuning on a dataset: every variant of every method, or those chosen by training loss.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
/// <param name="training">Trains one variant.</param>
/// <param name="matchedLoss">Chooses among variants.</param>
internal sealed class TuningBuilder(
    BoundConfiguration configuration,
    PipelineSettings settings,
    TrainingBuilder training,
    MatchedLossBuilder matchedLoss
)
{
    /// <summary>Refuses names of datasets and methods that there are none of: they would choose nothing, and nothing would be
    /// said.</summary>
    /// <exception cref="InputException">A name is none.</exception>
    public void RequireKnownNames()
    {
        foreach (var (name, method) in settings.Methods)
        {
            RequireKnown($"methods.{name}.datasets", method.Datasets, "datasets", settings.Datasets.Keys);
        }

        var trainable = settings.Methods.Where(entry => entry.Value.Type != FineTuneMethod.Command).Select(entry => entry.Key);
        RequireKnown("matched_loss.methods", settings.MatchedLoss?.Methods ?? [], "methods of type lora or full", trainable);
    }

    /// <summary>Whether any method is for a dataset.</summary>
    /// <param name="dataset">The dataset's name.</param>
    public bool TrainsOn(string dataset) => settings.Methods.Values.Any(method => TrainsOn(method, dataset));

    /// <summary>The models tuned on a dataset.</summary>
    /// <param name="dataset">The dataset.</param>
    public IReadOnlyList<TunedModel> Tune(WiredDataset dataset)
    {
        var trained = settings
            .Methods.Where(entry => TrainsOn(entry.Value, dataset.Name))
            .Select(entry => Train(entry.Key, dataset))
            .ToList();
        return trained
            .SelectMany(entry => matchedLoss.IsMatched(entry.Method) ? matchedLoss.Choose(dataset, entry, trained) : entry.Variants)
            .ToList();
    }

    private TrainedMethod Train(string method, WiredDataset dataset) =>
        new(
            method,
            MethodVariant
                .Expand(method, settings.Methods[method], settings.Stages.FineTune, settings.Seed)
                .Select(variant => training.Train(method, variant, dataset))
                .ToList()
        );

    private bool TrainsOn(MethodSettings method, string dataset) =>
        method.Datasets.Count == 0 || method.Datasets.Any(wanted => DatasetVariants.Belongs(dataset, settings.Datasets[dataset], wanted));

    private void RequireKnown(string path, IReadOnlyList<string> names, string kinds, IEnumerable<string> known)
    {
        if (names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw configuration.Invalid(path, $"'{unknown}' is none of the {kinds}; {NearestKey.Advice(unknown, [.. known], kinds)}");
        }
    }
}
