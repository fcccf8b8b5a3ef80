using System.Runtime.Intrinsics;
using Pipeline.Modeling.Kernels;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Models;

/// <summary>The choice that the environment names, and what follows from one.</summary>
public static class KernelChoices
{
    /// <summary>The environment variable that names a choice.</summary>
    public const string Variable = "PIPELINE_KERNELS";

    private static readonly Lazy<KernelChoice> _given = new(() => Parse(Environment.GetEnvironmentVariable(Variable)));

    /// <summary>The choice of this process.</summary>
    /// <exception cref="InvalidDataException">The variable names none.</exception>
    public static KernelChoice Given => _given.Value;

    /// <summary>Reads the variable's value; nothing is <see cref="KernelChoice.Measured"/>.</summary>
    /// <exception cref="InvalidDataException">It names no choice.</exception>
    public static KernelChoice Parse(string? value) =>
        value switch
        {
            null or "" or "measured" => KernelChoice.Measured,
            "own" => KernelChoice.Own,
            "library" => KernelChoice.Library,
            _ => throw new InvalidDataException($"{Variable} is '{value}'; expected measured, own or library."),
        };

    /// <summary>What the results of this process may depend on: the given choice and the length of vectors. Loads nothing.</summary>
    public static string Description =>
        (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : "measured")
        + (Vector512.IsHardwareAccelerated ? ", 512 bits" : ", 256 bits");

    /// <summary>Whether attention, norms, gates and the gradients of logits of a tensor are computed by loops of our own.</summary>
    internal static bool Fuses(this KernelChoice choice, Tensor x) => choice != KernelChoice.Library && FusedAttention.Serves(x);

    /// <summary>Whether the products of linear layers are loops of our own, where those can compute them. The first question of a process
    /// may measure them, some milliseconds.</summary>
    internal static bool TakesOwnProducts(this KernelChoice choice) =>
        choice switch
        {
            KernelChoice.Own => true,
            KernelChoice.Library => false,
            _ => MeasuredProducts.OfThisMachine.TakesOwn,
        };
}
