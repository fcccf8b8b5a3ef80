using System.Globalization;
using Pipeline.App.Settings;
using Pipeline.Engine.Configuration;

namespace Pipeline.App.Wiring.Data;

/// <summary>Makes a dataset of every size that the configuration lists.</summary>
internal static class DatasetVariants
{
    private const int Thousand = 1000;

    /// <summary>All datasets; one with sizes stands behind its subsets, from the smallest to the largest, and is itself trained on only if
    /// 0, for all rows, is among them.</summary>
    /// <exception cref="Engine.InputException">A subset would have the name of another dataset.</exception>
    public static IReadOnlyDictionary<string, DatasetSettings> Expand(
        BoundConfiguration configuration,
        IReadOnlyDictionary<string, DatasetSettings> datasets
    )
    {
        var expanded = new OrderedDictionary<string, DatasetSettings>(StringComparer.Ordinal);
        foreach (var (name, dataset) in datasets)
        {
            foreach (var size in dataset.Sizes.Where(size => size > 0).Order())
            {
                var subset = new DatasetSettings
                {
                    From = name,
                    Size = size,
                    SampleSeed = dataset.SampleSeed,
                    Train = dataset.Train,
                };
                if (datasets.ContainsKey(NameOf(name, size)) || !expanded.TryAdd(NameOf(name, size), subset))
                {
                    throw configuration.Invalid(
                        $"datasets.{name}.sizes",
                        $"{size} rows would be the dataset '{NameOf(name, size)}', which is there already; give one of them another name."
                    );
                }
            }

            expanded.Add(name, dataset.Sizes.Count == 0 || dataset.Sizes.Contains(0) ? dataset : dataset with { Train = false });
        }

        return expanded;
    }

    /// <summary>The name of a subset, such as <c>alpaca-1k</c> or <c>alpaca-250</c>.</summary>
    public static string NameOf(string dataset, int size) =>
        size % Thousand == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{dataset}-{size / Thousand}k")
            : string.Create(CultureInfo.InvariantCulture, $"{dataset}-{size}");

    /// <summary>The dataset that a subset was drawn from; the dataset itself where it is none.</summary>
    public static string WholeOf(string dataset, DatasetSettings settings) => settings.Size is null ? dataset : settings.From!;

    /// <summary>Whether a dataset is the named one or a subset of it.</summary>
    public static bool Belongs(string dataset, DatasetSettings settings, string name) =>
        dataset == name || WholeOf(dataset, settings) == name;
}
