using static TorchSharp.torch;

namespace Pipeline.Modeling.Models;

/// <summary>Cosines and sines of the rotary position embedding (Su et al. 2021), half-split as in Hugging Face's Llama.</summary>
internal sealed class RotaryTable : IDisposable
{
    private readonly Tensor _frequencies;

    public RotaryTable(ModelConfiguration configuration)
    {
        var half = configuration.HeadDimension / 2;
        var frequencies = new float[half];
        for (var i = 0; i < half; i++)
        {
            var frequency = 1.0 / (float)Math.Pow(configuration.RotaryBase, 2.0 * i / configuration.HeadDimension);
            frequencies[i] = (float)(configuration.RotaryScaling?.Scale(frequency) ?? frequency);
        }

        _frequencies = tensor(frequencies).DetachFromDisposeScope();
    }

    /// <summary>Cosine and sine for positions [batch or 1, length], each [batch or 1, 1, length, head dimension].</summary>
    public (Tensor Cosine, Tensor Sine) At(Tensor positions)
    {
        var angles = positions.to(ScalarType.Float32).unsqueeze(-1) * _frequencies;
        var doubled = cat([angles, angles], -1).unsqueeze(1);
        return (doubled.cos(), doubled.sin());
    }

    /// <summary>Rotates queries or keys [batch, heads, length, head dimension].</summary>
    public static Tensor Rotate(Tensor x, (Tensor Cosine, Tensor Sine) table)
    {
        var halves = x.chunk(2, -1);
        return (x * table.Cosine) + (cat([-halves[1], halves[0]], -1) * table.Sine);
    }

    public void Dispose() => _frequencies.Dispose();
}
