using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Kernels;

/// <summary>
/// How the products of our own stand beside libtorch's on one machine. They are taken where they have the same bits and are clearly faster:
/// which of the two a machine takes then changes no result, however close the race.
/// </summary>
/// <param name="SameBits">Whether every product that was compared has libtorch's bits.</param>
/// <param name="Speed">How many times libtorch's speed theirs is.</param>
internal sealed record ProductMeasurement(bool SameBits, double Speed)
{
    /// <summary>What ours must at least be, times libtorch's speed: below it nothing is gained that a measurement can tell.</summary>
    private const double LeastSpeed = 1.1;

    private const int Repetitions = 5;

    /// <summary>Rows, outputs and inputs of layers that are timed: a feed-forward's two of a small model, a micro-batch of
    /// tokens.</summary>
    private static readonly (int Rows, int Outputs, int Inputs)[] _timed = [(512, 512, 192), (512, 192, 512)];

    /// <summary>And of layers whose bits alone are compared: one chain, two halves, whole chains and a rest, in inputs, outputs and
    /// rows.</summary>
    private static readonly (int Rows, int Outputs, int Inputs)[] _compared =
    [
        (16, 32, 64),
        (75, 160, 192),
        (200, 352, 288),
        (333, 96, 704),
    ];

    /// <summary>Whether products of our own are taken.</summary>
    public bool TakesOwn => SameBits && Speed >= LeastSpeed;

    /// <summary>Compares and times the products, forward and both gradients.</summary>
    public static ProductMeasurement Measure()
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            return new ProductMeasurement(false, 0);
        }

        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var same = _compared.All(shape => Compare(shape, generator, 0).SameBits);
        var (library, own) = (0.0, 0.0);
        foreach (var shape in _timed)
        {
            var measured = Compare(shape, generator, Repetitions);
            same &= measured.SameBits;
            (library, own) = (library + measured.Library, own + measured.Own);
        }

        return new ProductMeasurement(same, library / own);
    }

    /// <inheritdoc />
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(TakesOwn ? "our own" : "libtorch's")}: our own have {(SameBits ? "the same" : "other")} bits and {Speed:F2} × the speed"
        );

    private static (bool SameBits, double Library, double Own) Compare(
        (int Rows, int Outputs, int Inputs) shape,
        Generator generator,
        int repetitions
    )
    {
        using var scope = NewDisposeScope();
        var (rows, outputs, inputs) = shape;
        var (x, weight, outer) = (
            randn([rows, inputs], generator: generator),
            randn([outputs, inputs], generator: generator),
            randn([rows, outputs], generator: generator)
        );
        var (y, inputGradient, weightGradient) = (empty(rows, outputs), empty(rows, inputs), empty(outputs, inputs));
        Tensor[] Library() => [nn.functional.linear(x, weight), outer.mm(weight), outer.t().mm(x)];
        unsafe void Own()
        {
            float* input = (float*)TensorMemory.PointerTo(x),
                factor = (float*)TensorMemory.PointerTo(weight),
                gradient = (float*)TensorMemory.PointerTo(outer);
            TallProduct.WithRows(input, factor, (float*)TensorMemory.PointerTo(y), rows, outputs, inputs);
            TallProduct.WithColumns(gradient, factor, (float*)TensorMemory.PointerTo(inputGradient), rows, inputs, outputs);
            TallProduct.OverRows(gradient, input, (float*)TensorMemory.PointerTo(weightGradient), rows, outputs, inputs);
        }

        Own();
        var same = Library().Zip([y, inputGradient, weightGradient]).All(pair => pair.First.equal(pair.Second).all().item<bool>());
        var (fastest, ownFastest) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var i = 0; i < repetitions; i++)
        {
            // In turn, and the fastest of each, so that whatever else the machine does meets both.
            using var round = NewDisposeScope();
            fastest = Math.Min(fastest, Seconds(() => Library()));
            ownFastest = Math.Min(ownFastest, Seconds(Own));
        }

        return (same, fastest, ownFastest);
    }

    private static double Seconds(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
