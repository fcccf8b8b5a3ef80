using Pipeline.Modeling.Models.Decoder;
using Pipeline.Modeling.Weights;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Encoders;

/// <summary>The weights of an encoder's folder, checked against its configuration; each is read when it is asked for, as 32 bits.</summary>
internal sealed class EncoderWeights : IDisposable
{
    private const string Weight = ".weight";
    private const string Bias = ".bias";

    private readonly CheckpointFiles _files;
    private readonly string _base;
    private readonly CancellationToken _cancellation;

    private EncoderWeights(EncoderConfiguration configuration, CheckpointFiles files, string prefix, CancellationToken cancellation)
    {
        (Configuration, _files, _base, _cancellation) = (configuration, files, prefix, cancellation);
    }

    /// <summary>The encoder's shape.</summary>
    public EncoderConfiguration Configuration { get; }

    /// <summary>How many parameters the encoder has.</summary>
    public long Parameters => List(Configuration).Sum(weight => weight.Shape.Aggregate(1L, (product, size) => product * size));

    /// <summary>Opens an encoder's folder without reading a weight.</summary>
    /// <param name="folder">A folder in Hugging Face form.</param>
    /// <param name="cancellation">Stops a reading between two pieces of a file.</param>
    /// <exception cref="InvalidDataException">A file is missing or damaged, or a tensor is missing, unknown or of another
    /// shape.</exception>
    public static EncoderWeights Open(string folder, CancellationToken cancellation = default)
    {
        var configuration = EncoderConfiguration.Read(folder);
        var files = CheckpointFiles.Open(folder);
        try
        {
            return new EncoderWeights(configuration, files, Match(folder, configuration, files), cancellation);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>The weight of a part, on the processor.</summary>
    public Tensor Read(string part) => _files.Read(_base + part + Weight, ScalarType.Float32, _cancellation);

    /// <summary>The biases of a part, on the processor.</summary>
    public Tensor ReadBias(string part) => _files.Read(_base + part + Bias, ScalarType.Float32, _cancellation);

    /// <inheritdoc />
    public void Dispose() => _files.Dispose();

    /// <summary>Requires that every weight is there in its shape, and that every other tensor is one that such folders carry.</summary>
    /// <returns>What stands before the names.</returns>
    private static string Match(string folder, EncoderConfiguration configuration, CheckpointFiles files)
    {
        var layout = configuration.Layout;
        var prefix = files.Names.Any(name => name.StartsWith(layout.Base, StringComparison.Ordinal)) ? layout.Base : "";
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var weight in List(configuration))
        {
            CheckpointMatch.RequireWeight(folder, weight, prefix + weight.Name, files);
            known.Add(prefix + weight.Name);
        }

        bool IsCarried(string name) =>
            layout.Carried.Any(begin =>
                name.StartsWith(begin, StringComparison.Ordinal) || name.StartsWith(layout.Base + begin, StringComparison.Ordinal)
            );
        return
            files.Names.Where(name => !known.Contains(name) && !IsCarried(name)).Order(StringComparer.Ordinal).FirstOrDefault()
                is { } unknown
            ? throw new InvalidDataException($"{folder}: tensor '{unknown}' belongs to no layer of this {configuration.ModelType} encoder.")
            : prefix;
    }

    /// <summary>Every weight of an encoder.</summary>
    private static IEnumerable<PlannedWeight> List(EncoderConfiguration configuration)
    {
        var (layout, hidden, inner) = (configuration.Layout, configuration.HiddenSize, configuration.IntermediateSize);
        yield return Matrix(layout.Words, configuration.VocabularySize, hidden);
        yield return Matrix(layout.Positions, configuration.Positions, hidden);
        if (layout.TokenTypes is { } types)
        {
            yield return Matrix(types, configuration.TokenTypes, hidden);
        }

        foreach (var weight in Norm(layout.EmbeddingNorm, hidden))
        {
            yield return weight;
        }

        if (layout.RelativeBias is { } relative)
        {
            yield return Matrix(relative, configuration.RelativeBuckets, configuration.Heads);
        }

        for (var layer = 0; layer < configuration.Layers; layer++)
        {
            var path = $"{layout.Layers}.{layer}.";
            PlannedWeight[] weights =
            [
                .. Linear(path + layout.Query, hidden, hidden),
                .. Linear(path + layout.Key, hidden, hidden),
                .. Linear(path + layout.Value, hidden, hidden),
                .. Linear(path + layout.AttentionOutput, hidden, hidden),
                .. Norm(path + layout.AttentionNorm, hidden),
                .. Linear(path + layout.Up, inner, hidden),
                .. Linear(path + layout.Down, hidden, inner),
                .. Norm(path + layout.OutputNorm, hidden),
            ];
            foreach (var weight in weights)
            {
                yield return weight;
            }
        }
    }

    private static PlannedWeight Matrix(string part, int outputs, int inputs) => new(part + Weight, [outputs, inputs], WeightRole.Matrix);

    private static PlannedWeight[] Linear(string part, int outputs, int inputs) =>
        [Matrix(part, outputs, inputs), new PlannedWeight(part + Bias, [outputs], WeightRole.Bias)];

    private static PlannedWeight[] Norm(string part, int width) =>
        [new PlannedWeight(part + Weight, [width], WeightRole.Gain), new PlannedWeight(part + Bias, [width], WeightRole.Bias)];
}
