using System.Reflection;
using System.Text.RegularExpressions;

namespace Pipeline.Engine;

/// <summary>
/// What a user is told of an exception. One that our own code threw has a sentence for the user; what a library or the system threw says
/// what went wrong inside it, in words of its own, and is said here in ours. Its own text stands in the run's log.
/// </summary>
public static partial class ErrorText
{
    private const string Own = nameof(Pipeline);

    /// <summary>A whole sentence: what cannot be used, and why.</summary>
    public static string Describe(Exception error) =>
        IsOwn(error) ? error.Message
        : error is AggregateException or TargetInvocationException or TypeInitializationException && error.InnerException is { } inner
            ? Describe(inner)
        : error is IOException or UnauthorizedAccessException
            ? $"{(FindPath(error) is { } path ? $"'{path}'" : "a file")} cannot be used: {FindCause(error)}"
        : error is OutOfMemoryException ? "there is not enough memory"
        : $"this is a fault of the program or of a library that it uses ({error.GetType().Name}, from {error.Source ?? "nowhere"})";

    /// <summary>What is told of an error that nothing is prepared for.</summary>
    public static string DescribeFault(Exception error) =>
        IsOwn(error) ? $"this is a fault of the program: {error.Message}" : Describe(error);

    /// <summary>Only the cause, to follow what cannot be done with which file: <c>… cannot be read: the disk is full</c>.</summary>
    public static string FindCause(Exception error) =>
        IsOwn(error)
            ? error.Message.TrimEnd('.')
            : error switch
            {
                FileNotFoundException or DirectoryNotFoundException => "it does not exist",
                UnauthorizedAccessException => "access is denied, or it is a folder where a file is expected, or the reverse",
                PathTooLongException => "its name is too long",
                EndOfStreamException => "it ends too early",
                IOException => FindCause(error.HResult),
                OutOfMemoryException => "there is not enough memory",
                ArgumentException or NotSupportedException => "no file can have this name",
                _ => "its contents are not in the form that they should have",
            };

    /// <summary>What an error number of the system stands for.</summary>
    public static string FindCause(int error) =>
        error switch
        {
            1 or 13 => "access is denied",
            2 => "it does not exist",
            5 => "the disk reports an error",
            8 => "it is no program that this system can run",
            11 => "another program holds it",
            12 => "there is not enough memory",
            17 => "there is such a file already",
            20 => "a part of its path is a file, not a folder",
            21 => "it is a folder",
            22 => "the file system cannot do this",
            23 or 24 => "too many files are open; raise the limit, such as with 'ulimit -n 4096'",
            26 => "a running program is being written",
            27 => "it would be larger than a file may be",
            28 => "the disk is full",
            30 => "the file system is read-only",
            36 => "its name is too long",
            39 => "the folder is not empty",
            40 => "its links lead in a circle",
            116 => "the network file system has lost it",
            122 => "the quota of disk space is used up",
            _ => error is > 0 and < 4096 ? $"the system refuses it (error {error})" : "reading or writing it failed",
        };

    /// <summary>Whether a message was written here: the assembly that threw it is one of ours. What was never thrown was made for its
    /// text.</summary>
    private static bool IsOwn(Exception error) =>
        error is InputException || error.Source is not { } source || source.StartsWith(Own, StringComparison.OrdinalIgnoreCase);

    /// <summary>The file that the system names.</summary>
    private static string? FindPath(Exception error) =>
        error is FileNotFoundException { FileName: { Length: > 0 } name } ? name
        : Quoted().Match(error.Message) is { Success: true } match ? match.Groups[1].Value
        : null;

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
