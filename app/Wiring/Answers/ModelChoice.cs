using Pipeline.Engine.Configuration;

namespace Pipeline.App.Wiring.Answers;

/// <summary>Finds tuned models by the names that a configuration gives.</summary>
/// <param name="configuration">For the positions of errors.</param>
/// <param name="models">The models tuned here.</param>
internal sealed class ModelChoice(BoundConfiguration configuration, IReadOnlyList<ComparedModel> models)
{
    /// <summary>The models of some names, each once; a name without the seed stands for all seeds.</summary>
    /// <exception cref="Engine.InputException">A name is no model's, or there is none.</exception>
    public IReadOnlyList<ComparedModel> Choose(string path, IReadOnlyList<string> names)
    {
        var tuned = models.Where(model => model.Tuning is not null).ToList();
        var unknown = names.FirstOrDefault(name => !tuned.Exists(model => IsNamed(model, name)));
        if (unknown is not null || names.Count == 0)
        {
            throw configuration.Invalid(
                path,
                $"{(unknown is null ? "names no model" : $"'{unknown}' is no model that is tuned here")}; there are: "
                    + $"{string.Join(", ", tuned.Select(model => model.Name))}."
            );
        }

        return tuned.Where(model => names.Any(name => IsNamed(model, name))).ToList();
    }

    private static bool IsNamed(ComparedModel model, string name) => model.Name == name || model.Tuning!.Variant == name;
}
