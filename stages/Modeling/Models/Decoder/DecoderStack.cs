using Pipeline.Modeling.Models.Rotary;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Decoder;

/// <summary>Embedding, layers and final norm over weights that somebody else owns. It keeps no state between passes.</summary>
internal sealed class DecoderStack : IDisposable
{
    private readonly ModelConfiguration _configuration;
    private readonly Tensor _embedding;
    private readonly Tensor? _padding;
    private readonly Tensor? _positions;
    private readonly DecoderBlock[] _blocks;
    private readonly Normalization _norm;
    private readonly RotaryTable? _rotary;
    private readonly int[] _windows;

    public DecoderStack(ModelConfiguration configuration, IReadOnlyDictionary<string, Tensor> weights)
    {
        var layout = configuration.Layout;
        _configuration = configuration;
        _embedding = weights[WeightPlan.Embedding(layout)];
        _padding = configuration.PaddingToken is { } padding
            ? KeptScalars.Integers(padding, padding + 1, _embedding.device).DetachFromDisposeScope()
            : null;
        _positions = layout.Positions is { } positions ? weights[$"{layout.Base}{positions}.weight"] : null;
        _blocks = [.. Enumerable.Range(0, configuration.Layers).Select(layer => new DecoderBlock(layer, weights, configuration))];
        _norm = Normalization.At(layout.Base + layout.FinalNorm, weights, configuration);
        _windows = [.. Enumerable.Range(0, configuration.Layers).Select(layer => configuration.AttentionOf(layer).Window ?? 0).Distinct()];
        _rotary = _positions is null ? new RotaryTable(configuration, _embedding.device) : null;
    }

    /// <summary>The last hidden state [batch, length, hidden], after the final norm; [labels, hidden] where training wants some
    /// alone.</summary>
    /// <param name="ids">Token ids [batch, length].</param>
    /// <param name="mask">1 for tokens and 0 for padding [batch, past + length]; null where nothing is padded on the left.</param>
    /// <param name="settings">Precision, cache, adapter and training of the pass.</param>
    /// <exception cref="InvalidDataException">The sequence is longer than learned positions reach.</exception>
    public Tensor Apply(Tensor ids, Tensor? mask, PassSettings settings)
    {
        using var scope = NewDisposeScope();
        var (batch, length, past) = ((int)ids.shape[0], (int)ids.shape[1], settings.Cache?.Length ?? 0);
        var packing = settings.Training?.Packing;
        var positions =
            packing?.Positions
            ?? (
                mask is null
                    ? KeptScalars.Integers(past, past + length, ids.device).unsqueeze(0)
                    : mask.cumsum(-1).sub(KeptScalars.One).clamp_min(KeptScalars.Zero).narrow(1, past, length)
            );
        var x = Embed(ids, positions, past + length);
        x = settings.Training?.Noise is { } noise ? x.Add(noise) : x;

        var kernels = settings.Training?.Kernels ?? KernelChoices.Given;
        var fused = settings.Precision != Precision.BFloat16 && settings.Cache is null && is_grad_enabled() && kernels.Fuses(x);
        var pass = new ForwardPass
        {
            Batch = batch,
            Length = length,
            Precision = settings.Precision,
            Fused = fused,
            OwnProducts = fused && settings.Precision == Precision.Float32 && kernels.TakesOwnProducts(),
            Rotary = _rotary?.At(positions, LengthsOf(mask, past + length, settings), x.dtype),
            Masks = new AttentionMasks(_windows, mask, packing?.Sequences, past, length, _configuration.AttentionSoftCap is not null, x),
            Cache = settings.Cache,
            Adapter = settings.Adapter,
            Dropout = settings.Training?.Dropout == true ? settings.Adapter?.Shape.Dropout ?? 0 : 0,
            DropoutSeed = settings.Training?.DropoutSeed ?? 0,
        };
        var recompute = settings.Training?.Recompute == true && is_grad_enabled();
        foreach (var block in _blocks.AsSpan(0, settings.Layers ?? _blocks.Length))
        {
            pass = block == _blocks[^1] ? pass with { LabelIndices = settings.Training?.LabelIndices } : pass;
            x = recompute ? Recomputation.Run(block, x, pass) : block.Apply(x, pass);
        }

        settings.Cache?.Advance(length);
        return (settings.Layers is null ? _norm.Apply(x, pass, ScalarType.Float32) : x).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _rotary?.Dispose();
        _padding?.Dispose();
    }

    private Tensor Embed(Tensor ids, Tensor positions, int total)
    {
        var (batch, length) = (ids.shape[0], ids.shape[1]);
        var x = LookUp(ids.reshape(-1)).view(batch, length, _configuration.HiddenSize);
        if (_configuration.EmbeddingScale != 1)
        {
            // Rounded to the embedding's type first, as transformers does.
            x *= tensor((float)_configuration.EmbeddingScale).to(x.dtype).to(x.device);
        }

        if (_positions is null)
        {
            return x;
        }

        if (total > _configuration.MaximumPositions)
        {
            throw new InvalidDataException(
                $"A sequence of {total} tokens is longer than the model's {_configuration.MaximumPositions} learned positions."
            );
        }

        return x.Add(_positions.index_select(0, positions.reshape(-1)).view(positions.shape[0], length, _configuration.HiddenSize));
    }

    /// <summary>The rows of token ids [n]; through the one of the padding token no gradient flows.</summary>
    private Tensor LookUp(Tensor ids)
    {
        var rows = _embedding.index_select(0, ids);
        return _padding is not null && _embedding.requires_grad && is_grad_enabled()
            ? where(ids.eq(_padding).unsqueeze(1), rows.detach(), rows)
            : rows;
    }

    /// <summary>The lengths that decide the angles [batch or 1, length or 1], each sequence's own: no row depends on those beside it. Null
    /// where no angle depends on one.</summary>
    private Tensor? LengthsOf(Tensor? mask, int total, PassSettings settings)
    {
        if (_rotary?.DependsOnLength != true)
        {
            return null;
        }

        return settings.Lengths ?? (mask is null ? tensor((long)total).view(1, 1) : mask.sum(-1, keepdim: true).to(ScalarType.Int64).cpu());
    }
}
