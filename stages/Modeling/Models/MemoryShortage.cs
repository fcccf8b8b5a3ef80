using System.Runtime.InteropServices;

namespace Pipeline.Modeling.Models;

/// <summary>Tells a want of memory, of the processor or a GPU, from libtorch's other errors, which all come as one type.</summary>
public static class MemoryShortage
{
    private static readonly string[] _signs = ["can't allocate memory", "not enough memory", "out of memory"];

    /// <summary>Whether an error says that memory did not suffice.</summary>
    public static bool Is(Exception error) =>
        error is OutOfMemoryException
        || (error is ExternalException && _signs.Any(sign => error.Message.Contains(sign, StringComparison.OrdinalIgnoreCase)));
}
