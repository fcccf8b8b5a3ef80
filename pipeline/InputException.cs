namespace Pipeline.Engine;

/// <summary>
/// What the user handed in (YAML, dataset, model folder, command line) cannot be used. Its message quotes the place, what was found and
/// what was expected; the program prints it without a stack trace and exits with <see cref="ExitCode.BadInput"/>.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>An input error with a message written for the user.</summary>
    public InputException(string message)
        : base(message) { }

    /// <summary>An input error found by another library; its message is kept as the inner exception.</summary>
    public InputException(string message, Exception inner)
        : base(message, inner) { }
}
