using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Rotary;

/// <summary>Rotary position embedding (Su et al. 2021), half-split as in Hugging Face's models, of all or the leading dimensions of a
/// head.</summary>
internal sealed class RotaryTable : IDisposable
{
    private readonly ModelConfiguration _configuration;
    private readonly Tensor _frequencies;

    public RotaryTable(ModelConfiguration configuration, Device device)
    {
        _configuration = configuration;
        _frequencies = FrequenciesFor(configuration.MaximumPositions).to(device).DetachFromDisposeScope();
    }

    /// <summary>Whether the angles depend on how long a sequence is.</summary>
    public bool DependsOnLength => _configuration.RotaryScaling?.DependsOnLength == true;

    /// <summary>Cosine and sine for positions [batch or 1, length], each [batch or 1, 1, length, rotated dimensions].</summary>
    /// <param name="positions">0-based positions.</param>
    /// <param name="lengths">Tokens of the sequence that each row or token is of [batch or 1, length or 1], on the processor; null only
    /// where the angles do not depend on them.</param>
    /// <param name="type">The type to compute in.</param>
    public (Tensor Cosine, Tensor Sine) At(Tensor positions, Tensor? lengths, ScalarType type)
    {
        var frequencies = DependsOnLength ? FrequenciesFor(lengths!).to(positions.device) : _frequencies;
        var angles = positions.to(ScalarType.Float32).unsqueeze(-1) * frequencies;
        var doubled = cat([angles, angles], -1).unsqueeze(1);
        var (cosine, sine) = (doubled.cos(), doubled.sin());
        if (_configuration.RotaryScaling?.Attention is { } factor and not 1)
        {
            (cosine, sine) = (cosine.Multiply(factor), sine.Multiply(factor));
        }

        return (cosine.to(type), sine.to(type));
    }

    /// <summary>Rotates queries or keys [batch, heads, length, head dimension].</summary>
    public static Tensor Rotate(Tensor x, (Tensor Cosine, Tensor Sine) table)
    {
        var (rotated, width) = ((int)table.Cosine.shape[^1], (int)x.shape[^1]);
        if (rotated == width)
        {
            return RotateHalves(x, table);
        }

        return cat([RotateHalves(x.narrow(-1, 0, rotated), table), x.narrow(-1, rotated, width - rotated)], -1);
    }

    public void Dispose() => _frequencies.Dispose();

    private static Tensor RotateHalves(Tensor x, (Tensor Cosine, Tensor Sine) table)
    {
        var halves = x.chunk(2, -1);
        return (x * table.Cosine).Add(cat([-halves[1], halves[0]], -1) * table.Sine);
    }

    /// <summary>The frequencies [batch or 1, length or 1, pairs] of each length; those of equal lengths are computed once.</summary>
    private Tensor FrequenciesFor(Tensor lengths)
    {
        var values = lengths.contiguous().data<long>().ToArray();
        var distinct = values.Distinct().Order().ToArray();
        var rows = Array.ConvertAll(values, length => (long)Array.BinarySearch(distinct, length));
        return stack(distinct.Select(length => FrequenciesFor((int)length)))
            .index_select(0, tensor(rows))
            .view(lengths.shape[0], lengths.shape[1], -1);
    }

    private Tensor FrequenciesFor(int length) =>
        tensor(
            _configuration.RotaryScaling?.Frequencies(_configuration.RotaryBase, _configuration.RotaryDimension, length)
                ?? RotaryScaling.Unscaled(_configuration.RotaryBase, _configuration.RotaryDimension)
        );
}
