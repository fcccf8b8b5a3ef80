using static TorchSharp.torch;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>
/// Weights [outputs, inputs] of a linear layer, with biases, in the order in which products read them: panels of 32 outputs, input by input.
/// Never changed once made, so any number of decoders may share it.
/// </summary>
internal sealed class PackedMatrix : IDisposable
{
    private readonly FloatBuffer _panels;
    private readonly FloatBuffer _bias;

    private PackedMatrix(int outputs, int inputs)
    {
        (Outputs, Inputs) = (outputs, inputs);
        Stride = RoundUp(outputs);
        _panels = new FloatBuffer((long)Stride * inputs);
        _bias = new FloatBuffer(Stride);
    }

    /// <summary>Outputs.</summary>
    public int Outputs { get; }

    /// <summary>Inputs.</summary>
    public int Inputs { get; }

    /// <summary>Outputs with those that fill the last panels up: the least length of a row of results. Four panels are computed at once.</summary>
    public int Stride { get; }

    /// <summary>Number of panels.</summary>
    public int PanelCount => Stride / PanelKernels.Width;

    /// <summary>The weights of a panel.</summary>
    public unsafe float* Panel(int panel) => _panels.Pointer + ((long)panel * PanelKernels.Width * Inputs);

    /// <summary>The biases of a panel, zero where there are none.</summary>
    public unsafe float* Bias(int panel) => _bias.Pointer + ((long)panel * PanelKernels.Width);

    /// <summary>Packs matrices [outputs, inputs] below each other into one, each with its biases or none.</summary>
    public static PackedMatrix Of(params IReadOnlyList<(Tensor Weight, Tensor? Bias)> parts)
    {
        var packed = new PackedMatrix((int)parts.Sum(part => part.Weight.shape[0]), (int)parts[0].Weight.shape[1]);
        var first = 0;
        foreach (var (weight, bias) in parts)
        {
            using var scope = NewDisposeScope();
            packed.Fill(first, weight.to(ScalarType.Float32).contiguous());
            if (bias is not null)
            {
                Floats(bias.to(ScalarType.Float32).contiguous()).CopyTo(packed._bias.Span(first, (int)bias.shape[0]));
            }

            first += (int)weight.shape[0];
        }

        return packed;
    }

    /// <summary>Copies the weights of one output, as the lookup of an embedding does.</summary>
    public unsafe void CopyRow(int output, Span<float> row)
    {
        var column = Panel(output / PanelKernels.Width) + (output % PanelKernels.Width);
        for (var k = 0; k < Inputs; k++)
        {
            row[k] = column[(long)k * PanelKernels.Width];
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _panels.Dispose();
        _bias.Dispose();
    }

    private static int RoundUp(int outputs)
    {
        const int Unit = PanelKernels.Width * PanelKernels.Panels;
        return (outputs + Unit - 1) / Unit * Unit;
    }

    private static ReadOnlySpan<float> Floats(Tensor tensor) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private unsafe void Fill(int first, Tensor weight)
    {
        var count = (int)weight.shape[0];
        for (var row = 0; row < count; row++)
        {
            using var one = weight[row];
            var values = Floats(one);
            var column = Panel((first + row) / PanelKernels.Width) + ((first + row) % PanelKernels.Width);
            for (var k = 0; k < values.Length; k++)
            {
                column[(long)k * PanelKernels.Width] = values[k];
            }
        }
    }
}
