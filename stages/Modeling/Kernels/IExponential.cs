using System.Runtime.Intrinsics;

namespace Pipeline.Modeling.Kernels;

/// <summary>An exponential function of sixteen values: the two that there are round otherwise, and a loop is compiled for each.</summary>
internal interface IExponential
{
    /// <summary>exp(x).</summary>
    static abstract Vector512<float> Compute(Vector512<float> x);
}
