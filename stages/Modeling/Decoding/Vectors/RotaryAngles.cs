using Pipeline.Modeling.Kernels;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Models.Rotary;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>Rotates queries and keys by their position (Su et al. 2021), half-split, all or the leading dimensions of a head.</summary>
internal sealed class RotaryAngles
{
    private readonly ModelConfiguration _configuration;
    private readonly float _attention;
    private readonly Dictionary<int, float[]> _frequencies = [];
    private readonly List<(float[] Cosines, float[] Sines)> _byPosition = [];

    public RotaryAngles(ModelConfiguration configuration)
    {
        _configuration = configuration;
        _attention = (float)(configuration.RotaryScaling?.Attention ?? 1);
    }

    private bool DependsOnLength => _configuration.RotaryScaling?.DependsOnLength == true;

    /// <summary>Cosines and sines of a 0-based position in a sequence of <paramref name="length"/> tokens. Not for several threads at
    /// once.</summary>
    public (float[] Cosines, float[] Sines) At(int position, int length)
    {
        if (DependsOnLength)
        {
            return Angles(position, FrequenciesFor(length));
        }

        while (_byPosition.Count <= position)
        {
            // One position after the other: every sequence begins at 0, so the table grows with the longest.
            _byPosition.Add(Angles(_byPosition.Count, FrequenciesFor(_configuration.MaximumPositions)));
        }

        return _byPosition[position];
    }

    /// <summary>Rotates heads that lie <paramref name="stride"/> floats apart.</summary>
    public static unsafe void Rotate(Span<float> heads, int count, int stride, (float[] Cosines, float[] Sines) angles)
    {
        var half = angles.Cosines.Length;
        fixed (float* cosines = angles.Cosines)
        fixed (float* sines = angles.Sines)
        {
            for (var h = 0; h < count; h++)
            {
                fixed (float* head = heads.Slice(h * stride, 2 * half))
                {
                    RotaryRows.RotateHalves(head, cosines, sines, half, 1);
                }
            }
        }
    }

    // The angle is rounded to 32 bits before its cosine is taken, as the reference computes it.
    private (float[] Cosines, float[] Sines) Angles(int position, float[] frequencies) =>
        (
            Array.ConvertAll(frequencies, frequency => MathF.Cos(position * frequency) * _attention),
            Array.ConvertAll(frequencies, frequency => MathF.Sin(position * frequency) * _attention)
        );

    private float[] FrequenciesFor(int length)
    {
        if (!_frequencies.TryGetValue(length, out var found))
        {
            _frequencies[length] = found =
                _configuration.RotaryScaling?.Frequencies(_configuration.RotaryBase, _configuration.RotaryDimension, length)
                ?? RotaryScaling.Unscaled(_configuration.RotaryBase, _configuration.RotaryDimension);
        }

        return found;
    }
}
