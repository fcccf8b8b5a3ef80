using Pipeline.Modeling.Models.Decoder;
using Pipeline.Modeling.Weights;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Models;

/// <summary>A decoder and its weights. Inference is safe from several threads; training is not.</summary>
public sealed class CausalLanguageModel : IDisposable
{
    private readonly SortedDictionary<string, Tensor> _weights;
    private readonly DecoderStack _decoder;
    private readonly OutputLayer _output;

    private CausalLanguageModel(
        ModelConfiguration configuration,
        Precision precision,
        ComputeDevice device,
        SortedDictionary<string, Tensor> weights
    )
    {
        Configuration = configuration;
        Precision = precision;
        Device = device;
        _weights = weights;
        _decoder = new DecoderStack(configuration, weights);
        var layout = configuration.Layout;
        var head = configuration.TiedEmbeddings ? WeightPlan.Embedding(layout) : WeightPlan.Head(layout);
        _output = new OutputLayer(weights[head], weights.GetValueOrDefault(layout.Head + ".bias"), configuration.LogitSoftCap);
        LinearLayers = WeightPlan.LinearLayers(configuration).OrderBy(layer => layer.Path, StringComparer.Ordinal).ToList();
    }

    /// <summary>The model's shape.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>What weights are held in, and what layers compute in.</summary>
    public Precision Precision { get; }

    /// <summary>Where the weights are and where it computes; token ids may come from anywhere.</summary>
    public ComputeDevice Device { get; }

    /// <summary>The weights by their name in the checkpoint, in ordinal order. The model owns them.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights => _weights;

    /// <summary>The linear layers inside the decoder, in ordinal order of their paths: what an adapter can target.</summary>
    public IReadOnlyList<LinearLayerShape> LinearLayers { get; }

    /// <summary>Reads a model folder. Its files are done with when this returns: what becomes of them later does not matter.</summary>
    /// <param name="folder">A folder in Hugging Face form.</param>
    /// <param name="precision">What to hold weights in, and what to compute in.</param>
    /// <param name="device">Where; null for the processor.</param>
    /// <param name="cancellation">Stops between two pieces of a file.</param>
    /// <exception cref="InvalidDataException">A file is missing or damaged, a tensor is missing, unknown or of another shape, or the device
    /// is not there.</exception>
    public static CausalLanguageModel Load(
        string folder,
        Precision precision = Precision.Float32,
        ComputeDevice? device = null,
        CancellationToken cancellation = default
    )
    {
        device ??= ComputeDevice.Cpu;
        using var checkpoint = CheckpointWeights.Open(folder, TypeOf(precision), cancellation);
        var target = device.ToTorch();
        var weights = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            foreach (var name in checkpoint.Keys)
            {
                using var scope = NewDisposeScope();
                weights.Add(name, checkpoint[name].to(target).DetachFromDisposeScope());
            }
        }
        catch
        {
            foreach (var weight in weights.Values)
            {
                weight.Dispose();
            }

            throw;
        }

        return new CausalLanguageModel(checkpoint.Configuration, precision, device, weights);
    }

    /// <summary>
    /// A model with fresh weights: normal with deviation <see cref="ModelConfiguration.InitialDeviation"/> (divided by √(2·layers) where a
    /// layer writes to the residual), norms 1, biases 0.
    /// </summary>
    public static CausalLanguageModel Create(ModelConfiguration configuration, long seed, Precision precision, ComputeDevice? device = null)
    {
        device ??= ComputeDevice.Cpu;
        var target = device.ToTorch();
        using var generator = new Generator((ulong)seed);
        var weights = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var weight in WeightPlan.List(configuration))
        {
            using var scope = NewDisposeScope();
            weights.Add(weight.Name, Fresh(configuration, weight, generator).to(TypeOf(precision)).to(target).DetachFromDisposeScope());
        }

        return new CausalLanguageModel(configuration, precision, device, weights);
    }

    /// <summary>Checks a model folder against its own configuration without reading a weight.</summary>
    /// <exception cref="InvalidDataException">A file is missing or damaged, or a tensor is missing, unknown or of another
    /// shape.</exception>
    public static void Check(string folder)
    {
        var configuration = ModelConfiguration.Read(folder);
        using var files = CheckpointFiles.Open(folder);
        CheckpointMatch.Match(folder, configuration, files);
    }

    /// <summary>How many parameters the model in a folder has, tied ones once, without reading a weight.</summary>
    /// <exception cref="InvalidDataException">The configuration is missing, malformed or not supported.</exception>
    public static long ParametersOf(string folder) => ParametersOf(ModelConfiguration.Read(folder));

    /// <summary>How many parameters a model of a shape has, tied ones once.</summary>
    public static long ParametersOf(ModelConfiguration configuration) =>
        WeightPlan.List(configuration).Sum(weight => weight.Shape.Aggregate(1L, (product, size) => product * size));

    /// <summary>The linear layers of the model in a folder, without reading a weight.</summary>
    /// <exception cref="InvalidDataException">The configuration is missing, malformed or not supported.</exception>
    public static IReadOnlyList<LinearLayerShape> LinearLayersOf(string folder) =>
        WeightPlan.LinearLayers(ModelConfiguration.Read(folder)).OrderBy(layer => layer.Path, StringComparer.Ordinal).ToList();

    /// <summary>Refuses a checkpoint that is not of the same model as a base: the same weights in the same shapes.</summary>
    /// <exception cref="InvalidDataException">It is of another model, or damaged; the message names the first tensor that
    /// differs.</exception>
    public static void RequireSameShapes(string folder, string baseFolder)
    {
        var (own, expected) = (
            WeightPlan.List(ModelConfiguration.Read(folder)).ToDictionary(weight => weight.Name),
            WeightPlan.List(ModelConfiguration.Read(baseFolder)).ToList()
        );
        foreach (var weight in expected)
        {
            if (!own.Remove(weight.Name, out var found) || !found.Shape.SequenceEqual(weight.Shape))
            {
                throw new InvalidDataException(
                    $"{folder} is a checkpoint of another model: "
                        + $"{(found is null ? $"it has no '{weight.Name}'" : $"'{weight.Name}' has shape [{string.Join(", ", found.Shape)}]")}, "
                        + ""
                        + $"expected [{string.Join(", ", weight.Shape)}]."
                );
            }
        }

        if (own.Keys.Order(StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new InvalidDataException($"{folder} is a checkpoint of another model: '{unknown}' is no weight of the base.");
        }

        Check(folder);
    }

    /// <summary>The last hidden state [batch, length, hidden], after the final norm.</summary>
    /// <param name="ids">Token ids [batch, length].</param>
    /// <param name="mask">1 for tokens and 0 for padding [batch, tokens so far]; null where nothing is padded on the left.</param>
    /// <param name="cache">Keys and values of the tokens before these; null to start and forget.</param>
    /// <param name="adapter">An adapter to apply; null for the model itself.</param>
    /// <exception cref="InvalidDataException">The sequence is longer than the model's learned positions reach.</exception>
    public Tensor Hidden(Tensor ids, Tensor? mask = null, KeyValueCache? cache = null, LoraAdapter? adapter = null) =>
        _decoder.Apply(ids, mask, new PassSettings(Precision, cache, adapter, null));

    /// <summary>
    /// The hidden states [rows, longest, hidden] of sequences that each begin a row, padded on the right, where causal attention never
    /// looks. A row's states are those that it has alone, to the rounding of products of another size.
    /// </summary>
    /// <param name="rows">Token ids of each sequence.</param>
    /// <param name="adapter">An adapter to apply; null for the model itself.</param>
    /// <param name="layer">Whose states, 1-based, as transformers' <c>hidden_states</c> counts them: the last layer's are those after the
    /// final norm. Null for the last.</param>
    /// <exception cref="InvalidDataException">A sequence is longer than the model's learned positions reach, or there is no such
    /// layer.</exception>
    public Tensor Hidden(IReadOnlyList<int[]> rows, LoraAdapter? adapter = null, int? layer = null)
    {
        Configuration.RequireLayer(layer);
        using var scope = NewDisposeScope();
        var length = Math.Max(1, rows.Max(row => row.Length));
        var ids = new long[checked(rows.Count * length)];
        for (var row = 0; row < rows.Count; row++)
        {
            Configuration.RequireTokens(rows[row]);
            for (var t = 0; t < rows[row].Length; t++)
            {
                ids[(row * length) + t] = rows[row][t];
            }
        }

        var lengths = tensor(rows.Select(row => (long)row.Length).ToArray()).view(rows.Count, 1);
        return _decoder
            .Apply(
                tensor(ids).view(rows.Count, length).to(Device.ToTorch()),
                null,
                new PassSettings(Precision, null, adapter, null)
                {
                    Lengths = lengths,
                    Layers = layer == Configuration.Layers ? null : layer,
                }
            )
            .MoveToOuterDisposeScope();
    }

    /// <summary>The last hidden state [batch, length, hidden] in training, or [labels, hidden]; rows are padded on the right.</summary>
    /// <param name="ids">Token ids [batch, length].</param>
    /// <param name="training">Adapter, noise, packing, label indices and recomputation.</param>
    /// <exception cref="InvalidDataException">The sequence is longer than the model's learned positions reach.</exception>
    public Tensor Hidden(Tensor ids, TrainingPass training) =>
        _decoder.Apply(ids, null, new PassSettings(Precision, null, training.Adapter, training) { Lengths = training.Lengths });

    /// <summary>Next-token logits [.., vocabulary], fp32, of hidden states [.., hidden].</summary>
    public Tensor Logits(Tensor hidden) => Logits(hidden, 0, Configuration.VocabularySize);

    /// <summary>The logits of <paramref name="count"/> token ids from <paramref name="first"/> on: [.., count], fp32.</summary>
    public Tensor Logits(Tensor hidden, long first, long count) => _output.Apply(hidden, first, count, Precision);

    /// <summary>The logit [n] of one token id [n] for each of hidden states [n, hidden], fp32.</summary>
    public Tensor LogitsOf(Tensor hidden, Tensor tokens) => _output.ApplyOne(hidden, tokens);

    /// <summary>The sum of the cross-entropy, nats, of hidden states [labels, hidden] for their labels, with a gradient; no more logits
    /// than a chunk's are held.</summary>
    internal Tensor CrossEntropy(Tensor hidden, Tensor labels, KernelChoice kernels) =>
        ChunkedCrossEntropy.Compute(_output, hidden, labels, Precision, kernels);

    /// <inheritdoc />
    public void Dispose()
    {
        _decoder.Dispose();
        foreach (var weight in _weights.Values)
        {
            weight.Dispose();
        }
    }

    private static ScalarType TypeOf(Precision precision) => precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;

    private static Tensor Fresh(ModelConfiguration configuration, PlannedWeight weight, Generator generator) =>
        weight.Role switch
        {
            WeightRole.Bias => zeros(weight.Shape),
            WeightRole.Gain => configuration.Layout.Norm == NormKind.RootMeanSquareAroundOne ? zeros(weight.Shape) : ones(weight.Shape),
            WeightRole.ResidualMatrix => randn(weight.Shape, generator: generator)
                .MultiplyInPlace(configuration.InitialDeviation / Math.Sqrt(2.0 * configuration.Layers)),
            _ => randn(weight.Shape, generator: generator).MultiplyInPlace(configuration.InitialDeviation),
        };
}
