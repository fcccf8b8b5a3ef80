using Pipeline.App.Settings;

namespace Pipeline.App.Wiring.Answers;

/// <summary>Which models a model is held against.</summary>
/// <param name="settings">The settings, datasets expanded to their sizes.</param>
internal sealed class ControlChoice(PipelineSettings settings)
{
    /// <summary>The models never trained on a model's rows: the base, or those held against the same dataset or one that it is a part
    /// of.</summary>
    /// <param name="model">The model.</param>
    /// <param name="models">The models to choose among.</param>
    public IReadOnlyList<ComparedModel> Find(ComparedModel model, IReadOnlyList<ComparedModel> models)
    {
        var origins = model.Dataset is { } dataset ? ListOrigins(dataset.Name) : [];
        return models
            .Where(other =>
                other.Reported.Control && (other.Dataset is null || origins.Contains(other.Dataset.Name, StringComparer.Ordinal))
            )
            .ToList();
    }

    /// <summary>A dataset and those that it is a part of.</summary>
    /// <param name="dataset">The dataset.</param>
    public IReadOnlyList<string> ListOrigins(string dataset)
    {
        var origins = new List<string>();
        for (var name = dataset; name is not null && !origins.Contains(name); name = settings.Datasets.GetValueOrDefault(name)?.From)
        {
            origins.Add(name);
        }

        return origins;
    }
}
