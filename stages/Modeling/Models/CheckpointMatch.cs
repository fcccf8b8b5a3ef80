using Pipeline.Modeling.Models.Decoder;
using Pipeline.Modeling.Weights;

namespace Pipeline.Modeling.Models;

/// <summary>
/// Finds a configuration's weights among a folder's tensors, strictly: every weight must be there in its shape, and every other tensor must
/// be one that the family is known to carry along.
/// </summary>
internal static class CheckpointMatch
{
    /// <summary>The tensor in the files for each weight of the plan.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing, unknown, or of another shape or type.</exception>
    public static IReadOnlyDictionary<string, string> Match(string folder, ModelConfiguration configuration, CheckpointFiles files)
    {
        var layout = configuration.Layout;
        var hasBase = files.Names.Any(name => name.StartsWith(layout.Base, StringComparison.Ordinal));
        string InFiles(string name) =>
            hasBase || !name.StartsWith(layout.Base, StringComparison.Ordinal) ? name : name[layout.Base.Length..];

        var matched = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var weight in WeightPlan.List(configuration))
        {
            var name = InFiles(weight.Name);
            RequireWeight(folder, weight, name, files);
            matched.Add(weight.Name, name);
        }

        var known = matched.Values.ToHashSet(StringComparer.Ordinal);
        var carried = Carried(configuration).Select(InFiles).ToHashSet(StringComparer.Ordinal);
        if (
            files.Names.Where(name => !known.Contains(name) && !carried.Contains(name)).Order(StringComparer.Ordinal).FirstOrDefault() is
            { } unknown
        )
        {
            throw new InvalidDataException($"{folder}: tensor '{unknown}' belongs to no layer of this {configuration.ModelType} model.");
        }

        return matched;
    }

    /// <summary>Refuses a folder whose output layer differs from the embedding that it is said to be tied to.</summary>
    /// <exception cref="InvalidDataException">They differ.</exception>
    public static void CheckTied(
        string folder,
        ModelConfiguration configuration,
        CheckpointFiles files,
        IReadOnlyDictionary<string, string> matched
    )
    {
        var head = WeightPlan.Head(configuration.Layout);
        var embedding = matched[WeightPlan.Embedding(configuration.Layout)];
        if (configuration.TiedEmbeddings && files.Names.Contains(head) && !files.AreSame(embedding, head))
        {
            throw new InvalidDataException(
                $"{folder}: tensor '{head}' differs from '{embedding}', but {ModelConfiguration.FileName} says that they are tied."
            );
        }
    }

    /// <summary>Refuses a folder that has not one weight in its shape.</summary>
    /// <param name="folder">The folder, for messages.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="name">Its name in the files.</param>
    /// <param name="files">The files.</param>
    /// <exception cref="InvalidDataException">It is missing, or of another shape or type.</exception>
    public static void RequireWeight(string folder, PlannedWeight weight, string name, CheckpointFiles files)
    {
        if (!files.Names.Contains(name))
        {
            throw new InvalidDataException($"{folder}: tensor '{name}' is missing.");
        }

        var entry = files.EntryOf(name);
        if (!entry.Shape.SequenceEqual(weight.Shape))
        {
            throw new InvalidDataException(
                $"{folder}: tensor '{name}' has shape [{string.Join(", ", entry.Shape)}], expected "
                    + $"[{string.Join(", ", weight.Shape)}] by {ModelConfiguration.FileName}."
            );
        }

        if (!entry.IsFloatingPoint)
        {
            throw new InvalidDataException($"{folder}: tensor '{name}' is of type {entry.Type}, expected F32, F16 or BF16.");
        }
    }

    /// <summary>What a folder may hold beside the weights: the family's buffers, and the output layer beside the embedding that it is tied
    /// to.</summary>
    private static IEnumerable<string> Carried(ModelConfiguration configuration)
    {
        var layout = configuration.Layout;
        var buffers =
            from layer in Enumerable.Range(0, configuration.Layers)
            from buffer in layout.Buffers
            select $"{WeightPlan.Layer(layout, layer)}.{buffer}";
        return configuration.TiedEmbeddings ? buffers.Append(WeightPlan.Head(layout)) : buffers;
    }
}
