using Pipeline.Modeling.Native;
using Pipeline.Modeling.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Models;

/// <summary>A decoder of the Llama family and its weights. Inference is safe from several threads; training is not.</summary>
public sealed class CausalLanguageModel : IDisposable
{
    private readonly SortedDictionary<string, Tensor> _weights = new(StringComparer.Ordinal);
    private readonly RotaryTable _rotary;

    private CausalLanguageModel(ModelConfiguration configuration, Precision precision)
    {
        NativeTorch.Load();
        Configuration = configuration;
        Precision = precision;
        _rotary = new RotaryTable(configuration);
    }

    /// <summary>The model's shape.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>How linear layers compute.</summary>
    public Precision Precision { get; }

    /// <summary>The weights by their name in the checkpoint, fp32, in ordinal order. The model owns them.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights => _weights;

    /// <summary>Module paths of the linear layers inside the decoder: what an adapter can target.</summary>
    public IEnumerable<string> LinearLayers => _weights.Keys
        .Where(name => name.EndsWith("_proj.weight", StringComparison.Ordinal)).Select(name => name[..^".weight".Length]);

    /// <summary>Reads a model folder.</summary>
    /// <exception cref="InvalidDataException">A file is missing or damaged, or a tensor is missing, unknown or of another shape.</exception>
    public static CausalLanguageModel Load(string folder, Precision precision = Precision.Float32)
    {
        var configuration = ModelConfiguration.Read(folder);
        using var files = CheckpointFiles.Open(folder);
        CheckNames(folder, configuration, files);
        var model = new CausalLanguageModel(configuration, precision);
        foreach (var (name, _) in LlamaLayout.Weights(configuration))
        {
            using var scope = NewDisposeScope();
            model._weights.Add(name, files.Read(name).to(ScalarType.Float32).DetachFromDisposeScope());
        }

        return model;
    }

    /// <summary>
    /// A model with fresh weights: normal with deviation <see cref="ModelConfiguration.InitialDeviation"/> (divided by √(2·layers) where a layer
    /// writes to the residual), norms 1, biases 0.
    /// </summary>
    public static CausalLanguageModel Create(ModelConfiguration configuration, long seed, Precision precision)
    {
        var model = new CausalLanguageModel(configuration, precision);
        using var generator = new Generator((ulong)seed);
        foreach (var (name, shape) in LlamaLayout.Weights(configuration))
        {
            var residual = name.EndsWith("o_proj.weight", StringComparison.Ordinal) || name.EndsWith("down_proj.weight", StringComparison.Ordinal);
            var deviation = configuration.InitialDeviation / (residual ? Math.Sqrt(2.0 * configuration.Layers) : 1);
            var weight = shape.Length == 2 ? torch.randn(shape, generator: generator).mul_(deviation)
                : name.EndsWith(".bias", StringComparison.Ordinal) ? zeros(shape)
                : ones(shape);
            model._weights.Add(name, weight.DetachFromDisposeScope());
        }

        return model;
    }

    /// <summary>Checks a model folder against its own configuration without reading a weight.</summary>
    /// <exception cref="InvalidDataException">A file is missing or damaged, or a tensor is missing, unknown or of another shape.</exception>
    public static void Check(string folder)
    {
        var configuration = ModelConfiguration.Read(folder);
        using var files = CheckpointFiles.Open(folder);
        CheckNames(folder, configuration, files);
    }

    /// <summary>The last hidden state [batch, length, hidden], after the final norm.</summary>
    /// <param name="ids">Token ids [batch, length].</param>
    /// <param name="mask">1 for tokens and 0 for padding [batch, tokens so far]; null where nothing is padded on the left.</param>
    /// <param name="cache">Keys and values of the tokens before these; null to start and forget.</param>
    /// <param name="adapter">An adapter to apply; null for the model itself.</param>
    /// <param name="dropout">Dropout of the adapter's inputs, in training only.</param>
    /// <param name="noise">Added to the embeddings [batch, length, hidden]; null for none.</param>
    public Tensor Hidden(Tensor ids, Tensor? mask = null, KeyValueCache? cache = null, LoraAdapter? adapter = null, double dropout = 0, Tensor? noise = null)
    {
        using var scope = NewDisposeScope();
        var (batch, length) = (ids.shape[0], ids.shape[1]);
        var past = cache?.Length ?? 0;
        var x = _weights[LlamaLayout.Embedding].index_select(0, ids.reshape(-1)).view(batch, length, Configuration.HiddenSize);
        x = noise is null ? x : x + noise;

        var positions = mask is null
            ? arange(past, past + length, ScalarType.Int64).unsqueeze(0)
            : (mask.cumsum(-1) - 1).clamp_min(0).narrow(1, past, length);
        var rotary = _rotary.At(positions);
        var bias = mask is null && (past == 0 || length == 1) ? null : AttentionBias(mask, batch, past, length);
        for (var i = 0; i < Configuration.Layers; i++)
        {
            x = Block(i, x, rotary, bias, cache, adapter, dropout);
        }

        cache?.Advance((int)length);
        return Norm(x, LlamaLayout.FinalNorm).MoveToOuterDisposeScope();
    }

    /// <summary>Next-token logits [.., vocabulary], fp32, of hidden states [.., hidden].</summary>
    public Tensor Logits(Tensor hidden)
    {
        using var scope = NewDisposeScope();
        return Multiply(hidden, _weights[Configuration.TiedEmbeddings ? LlamaLayout.Embedding : LlamaLayout.Head], null).MoveToOuterDisposeScope();
    }

    /// <summary>The logits of <paramref name="count"/> token ids from <paramref name="first"/> on: [.., count], fp32.</summary>
    public Tensor Logits(Tensor hidden, long first, long count)
    {
        using var scope = NewDisposeScope();
        var head = _weights[Configuration.TiedEmbeddings ? LlamaLayout.Embedding : LlamaLayout.Head];
        return Multiply(hidden, head.narrow(0, first, count), null).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _rotary.Dispose();
        foreach (var weight in _weights.Values)
        {
            weight.Dispose();
        }
    }

    private static void CheckNames(string folder, ModelConfiguration configuration, CheckpointFiles files)
    {
        var expected = LlamaLayout.Weights(configuration).ToDictionary(weight => weight.Name, weight => weight.Shape, StringComparer.Ordinal);
        foreach (var (name, shape) in expected)
        {
            if (!files.Names.Contains(name))
            {
                throw new InvalidDataException($"{folder}: tensor '{name}' is missing.");
            }

            if (!files.ShapeOf(name).SequenceEqual(shape))
            {
                throw new InvalidDataException(
                    $"{folder}: tensor '{name}' has shape [{string.Join(", ", files.ShapeOf(name))}], expected [{string.Join(", ", shape)}] by {ModelConfiguration.FileName}.");
            }
        }

        if (files.Names.FirstOrDefault(name => !expected.ContainsKey(name) && !LlamaLayout.IsIgnorable(name, configuration)) is { } unknown)
        {
            throw new InvalidDataException($"{folder}: tensor '{unknown}' belongs to no layer of this model.");
        }
    }

    /// <summary>What attention adds to its scores [batch or 1, 1, length, past + length]: 0 where it may look, −∞ where not.</summary>
    private static Tensor AttentionBias(Tensor? mask, long batch, long past, long length)
    {
        var total = past + length;
        var blocked = arange(total, ScalarType.Int64).unsqueeze(0) > arange(past, total, ScalarType.Int64).unsqueeze(1);
        blocked = blocked.unsqueeze(0).unsqueeze(0);
        if (mask is not null)
        {
            // A padding row may look at itself, so that no row of scores is empty; nobody reads what it computes.
            var self = arange(total, ScalarType.Int64).unsqueeze(0) == arange(past, total, ScalarType.Int64).unsqueeze(1);
            var padding = mask.eq(0).view(batch, 1, 1, total).logical_and(self.logical_not());
            blocked = blocked.logical_or(padding);
        }

        return zeros(blocked.shape).masked_fill_(blocked, float.NegativeInfinity);
    }

    private Tensor Block(int index, Tensor x, (Tensor, Tensor) rotary, Tensor? bias, KeyValueCache? cache, LoraAdapter? adapter, double dropout)
    {
        using var scope = NewDisposeScope();
        var layer = LlamaLayout.Layer(index);
        x = x + Attention(layer, index, Norm(x, $"{layer}.input_layernorm.weight"), rotary, bias, cache, adapter, dropout);
        var normed = Norm(x, $"{layer}.post_attention_layernorm.weight");
        var gate = nn.functional.silu(Linear($"{layer}.mlp.gate_proj", normed, adapter, dropout));
        var inner = gate * Linear($"{layer}.mlp.up_proj", normed, adapter, dropout);
        return (x + Linear($"{layer}.mlp.down_proj", inner, adapter, dropout)).MoveToOuterDisposeScope();
    }

    private Tensor Attention(
        string layer, int index, Tensor x, (Tensor, Tensor) rotary, Tensor? bias, KeyValueCache? cache, LoraAdapter? adapter, double dropout)
    {
        var (batch, length) = (x.shape[0], x.shape[1]);
        var (heads, groups, width) = (Configuration.Heads, Configuration.KeyValueHeads, Configuration.HeadDimension);
        var q = RotaryTable.Rotate(Linear($"{layer}.self_attn.q_proj", x, adapter, dropout).view(batch, length, heads, width).transpose(1, 2), rotary);
        var k = RotaryTable.Rotate(Linear($"{layer}.self_attn.k_proj", x, adapter, dropout).view(batch, length, groups, width).transpose(1, 2), rotary);
        var v = Linear($"{layer}.self_attn.v_proj", x, adapter, dropout).view(batch, length, groups, width).transpose(1, 2);
        if (cache is not null)
        {
            (k, v) = cache.Extend(index, k, v);
        }

        var attended = heads != groups && length == 1
            ? DecodeGrouped(q, k, v, bias)
            : nn.functional.scaled_dot_product_attention(q, Repeat(k, heads / groups), Repeat(v, heads / groups), bias, 0, is_casual: bias is null && length > 1);
        return Linear($"{layer}.self_attn.o_proj", attended.transpose(1, 2).reshape(batch, length, heads * width), adapter, dropout);
    }

    /// <summary>One new token a row: the queries of a group stand as if they were several tokens, so keys and values are not repeated.</summary>
    private Tensor DecodeGrouped(Tensor q, Tensor k, Tensor v, Tensor? bias)
    {
        var (groups, width) = (Configuration.KeyValueHeads, Configuration.HeadDimension);
        var grouped = q.reshape(q.shape[0], groups, Configuration.Heads / groups, width);
        return nn.functional.scaled_dot_product_attention(grouped, k, v, bias, 0, is_casual: false).reshape(q.shape[0], Configuration.Heads, 1, width);
    }

    private static Tensor Repeat(Tensor x, long times) => times == 1 ? x
        : x.unsqueeze(2).expand(x.shape[0], x.shape[1], times, x.shape[2], x.shape[3]).reshape(x.shape[0], x.shape[1] * times, x.shape[2], x.shape[3]);

    private Tensor Linear(string layer, Tensor x, LoraAdapter? adapter, double dropout)
    {
        var y = Multiply(x, _weights[layer + ".weight"], _weights.GetValueOrDefault(layer + ".bias"));
        return adapter?.Update(layer, x, dropout) is { } update ? y + update : y;
    }

    private Tensor Multiply(Tensor x, Tensor weight, Tensor? bias) => Precision == Precision.Mixed
        ? nn.functional.linear(x.to(ScalarType.BFloat16), weight.to(ScalarType.BFloat16), bias?.to(ScalarType.BFloat16)).to(ScalarType.Float32)
        : nn.functional.linear(x, weight, bias);

    private Tensor Norm(Tensor x, string weight) =>
        x * (x.square().mean([-1], true) + Configuration.NormEpsilon).rsqrt() * _weights[weight];
}
