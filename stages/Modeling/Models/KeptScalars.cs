using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Models;

/// <summary>
/// Sums and products whose native numbers outlive the call. In <c>a + b</c>, as for any constant, TorchSharp makes a native number that
/// nothing refers to while libtorch reads it: a collection at that moment frees it, and the call fails ("Expected false to be true",
/// toFloat) or reads another number. It happened once in some hundred trainings (decision 4). The compiler keeps operators and methods
/// that make such numbers out of all other code (<c>BannedSymbols.txt</c>).
/// </summary>
internal static class KeptScalars
{
    /// <summary>0, as an integer.</summary>
    public static readonly Scalar Zero = 0;

    /// <summary>1, as an integer.</summary>
    public static readonly Scalar One = 1;

    /// <summary>2, as an integer.</summary>
    public static readonly Scalar Two = 2;

    /// <summary>−∞, 32 bits.</summary>
    public static readonly Scalar NegativeInfinity = float.NegativeInfinity;

    /// <summary>A number of 64 bits, for who keeps it as long as tensors are computed with it, or disposes it after the call.</summary>
    public static Scalar Create(double number) => number;

    /// <summary>left + right.</summary>
    public static Tensor Add(this Tensor left, Tensor right) => left.add(right, One);

    /// <summary>left + right, a number that its owner keeps.</summary>
    public static Tensor Add(this Tensor left, Scalar right)
    {
        var sum = left.add(right, One);
        GC.KeepAlive(right);
        return sum;
    }

    /// <summary>left − right.</summary>
    public static Tensor Subtract(this Tensor left, long right)
    {
        using Scalar number = right;
        return left.sub(number);
    }

    /// <summary>left − right.</summary>
    public static Tensor Subtract(this Tensor left, double right)
    {
        using Scalar number = right;
        return left.sub(number);
    }

    /// <summary>left · right.</summary>
    public static Tensor Multiply(this Tensor left, double right)
    {
        using Scalar number = right;
        return left.mul(number);
    }

    /// <summary>left / right.</summary>
    public static Tensor Divide(this Tensor left, double right)
    {
        using Scalar number = right;
        return left.div(number);
    }

    /// <summary>left / right.</summary>
    public static Tensor Divide(this Tensor left, long right)
    {
        using Scalar number = right;
        return left.div(number);
    }

    /// <summary>Adds to a sum in place.</summary>
    public static Tensor Accumulate(this Tensor sum, Tensor right) => sum.add_(right, One);

    /// <summary>Multiplies in place.</summary>
    public static Tensor MultiplyInPlace(this Tensor product, double right)
    {
        using Scalar number = right;
        return product.mul_(number);
    }

    /// <summary>The integers from <paramref name="first"/> up to and without <paramref name="end"/> [end − first], 64 bits.</summary>
    public static Tensor Integers(long first, long end, Device? device = null)
    {
        var numbers = new long[end - first];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = first + i;
        }

        return tensor(numbers, device: device);
    }
}
