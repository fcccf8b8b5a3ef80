using System.Runtime.InteropServices;

namespace Pipeline.Modeling.Weights;

/// <summary>Says why a file could not be read.</summary>
public static class FileFault
{
    /// <summary>Whether an exception is about a file that the system does not give.</summary>
    public static bool IsFault(Exception error) => error is IOException or UnauthorizedAccessException;

    /// <summary>What was found in place of a file that can be read.</summary>
    /// <param name="error">What reading it ended in.</param>
    /// <returns>The rest of a sentence, such as <c>is missing</c>.</returns>
    public static string Describe(Exception error) =>
        error switch
        {
            FileNotFoundException or DirectoryNotFoundException => "is missing",
            UnauthorizedAccessException => "may not be read by this user, or is a folder; expected a file that can be read",
            PathTooLongException => "has a name longer than the system allows",
            IOException when error.HResult is > 0 and < 4096 =>
                $"cannot be read: the system answers '{Marshal.GetPInvokeErrorMessage(error.HResult)}' (error {error.HResult})",
            _ => "cannot be read",
        };
}
