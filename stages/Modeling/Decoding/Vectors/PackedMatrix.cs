using Pipeline.Modeling.Kernels;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>
/// Weights [outputs, inputs] of a linear layer, with biases, in the order in which products read them: panels of 32 outputs, input by
/// input.
/// Never changed once made, so any number of decoders may share it.
/// </summary>
internal sealed unsafe class PackedMatrix
{
    /// <summary>Outputs that are computed at once, and what a row of results is filled up to a multiple of.</summary>
    public const int GroupWidth = PanelKernels.Width * PanelKernels.Panels;

    // 256 MiB: as many rows of a weight as are widened to 32 bits at once.
    private const int BlockFloats = 1 << 26;

    /// <summary>Places inside a panel are counted in 32 bits.</summary>
    private const int MostInputs = int.MaxValue / PanelKernels.Width;

    private readonly float* _panels;
    private readonly float* _bias;

    private PackedMatrix(WeightMemory memory, int outputs, int inputs)
    {
        if (outputs < 1 || inputs < 1 || inputs > MostInputs)
        {
            throw new ArgumentOutOfRangeException(nameof(inputs), $"a matrix of {outputs} outputs and {inputs} inputs");
        }

        (Outputs, Inputs) = (outputs, inputs);
        Stride = RoundUp(outputs);
        _panels = memory.Take((long)Stride * inputs);
        _bias = memory.Take(Stride);
    }

    /// <summary>Outputs.</summary>
    public int Outputs { get; }

    /// <summary>Inputs.</summary>
    public int Inputs { get; }

    /// <summary>Outputs with those that fill the last panels up: the least length of a row of results. Four panels are computed at
    /// once.</summary>
    public int Stride { get; }

    /// <summary>Number of groups of panels that are computed at once.</summary>
    public int GroupCount => Stride / GroupWidth;

    /// <summary>The weights of a panel.</summary>
    public float* Panel(int panel) => _panels + ((long)panel * PanelKernels.Width * Inputs);

    /// <summary>The biases of a panel, zero where there are none.</summary>
    public float* Bias(int panel) => _bias + ((long)panel * PanelKernels.Width);

    /// <summary>Packs matrices [outputs, inputs] below each other into one, each with its biases or none, in memory that must outlive the
    /// result.</summary>
    /// <exception cref="ArgumentException">The matrices do not have the same inputs, or biases are not as many as outputs.</exception>
    public static PackedMatrix Pack(WeightMemory memory, params IReadOnlyList<(Tensor Weight, Tensor? Bias)> parts)
    {
        RequireFit(parts);
        var packed = new PackedMatrix(memory, checked((int)parts.Sum(part => part.Weight.shape[0])), (int)parts[0].Weight.shape[1]);
        var first = 0;
        foreach (var (weight, bias) in parts)
        {
            // Outputs that fill the last group up stay zero, with zero biases: they are computed and never read.
            packed.Fill(first, weight);
            if (bias is not null)
            {
                using var floats = bias.to(ScalarType.Float32).contiguous();
                Floats(floats).CopyTo(new Span<float>(packed._bias + first, (int)bias.shape[0]));
            }

            first += (int)weight.shape[0];
        }

        return packed;
    }

    /// <summary>Copies the weights of one output, as the lookup of an embedding does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public void CopyRow(int output, Span<float> row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(output, Outputs);
        var column = Panel(output / PanelKernels.Width) + (output % PanelKernels.Width);
        for (var k = 0; k < Inputs; k++)
        {
            row[k] = column[(long)k * PanelKernels.Width];
        }
    }

    private static int RoundUp(int outputs) => checked((outputs + GroupWidth - 1) / GroupWidth * GroupWidth);

    private static void RequireFit(IReadOnlyList<(Tensor Weight, Tensor? Bias)> parts)
    {
        foreach (var (weight, bias) in parts)
        {
            if (weight.dim() != 2 || weight.shape[1] != parts[0].Weight.shape[1] || weight.shape[1] > MostInputs)
            {
                throw new ArgumentException($"A matrix has shape [{string.Join(", ", weight.shape)}].", nameof(parts));
            }

            if (bias is not null && (bias.dim() != 1 || bias.shape[0] != weight.shape[0]))
            {
                throw new ArgumentException(
                    $"A bias of shape [{string.Join(", ", bias.shape)}] stands beside {weight.shape[0]} outputs.",
                    nameof(parts)
                );
            }
        }
    }

    private static ReadOnlySpan<float> Floats(Tensor tensor) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>Packs the outputs of one matrix from output <paramref name="first"/> on; many rows at once, since reading one costs a
    /// native call.</summary>
    private void Fill(int first, Tensor weight)
    {
        var (count, rowsAtOnce) = ((int)weight.shape[0], Math.Max(1, BlockFloats / Inputs));
        for (var start = 0; start < count; start += rowsAtOnce)
        {
            using var scope = NewDisposeScope();
            var rows = Math.Min(rowsAtOnce, count - start);
            var values = Floats(weight.narrow(0, start, rows).to(ScalarType.Float32).contiguous());
            for (var row = 0; row < rows; row++)
            {
                var output = first + start + row;
                var column = Panel(output / PanelKernels.Width) + (output % PanelKernels.Width);
                var from = values.Slice(row * Inputs, Inputs);
                for (var k = 0; k < from.Length; k++)
                {
                    column[(long)k * PanelKernels.Width] = from[k];
                }
            }
        }
    }
}
