using Pipeline.Engine.CommandLine.Output;

namespace Pipeline.Engine.CommandLine;

/// <summary>Whether a folder of the program's own can be written, and how much room there is.</summary>
internal static class FolderCheck
{
    /// <summary>The check.</summary>
    /// <param name="option">The option that names the folder.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="lacks">What a run would have to write into it, if that can be nothing; null if every run writes into it.</param>
    public static InputCheck Create(string option, string folder, Func<IReadOnlyList<string>>? lacks = null) =>
        new(
            option,
            _ =>
            {
                try
                {
                    Directory.CreateDirectory(folder);
                    var probe = Path.Combine(folder, $".probe-{Environment.ProcessId}");
                    File.WriteAllBytes(probe, []);
                    File.Delete(probe);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    var missing = lacks?.Invoke();
                    return missing is { Count: 0 }
                        ? Task.FromResult("cannot be written, but holds all that a run would make")
                        : throw new InputException(
                            $"'{folder}' cannot be written{(missing is null ? "" : $", and lacks {missing[0]}")}: {ErrorText.FindCause(error)}",
                            error
                        );
                }

                return Task.FromResult($"can be written, {Quantity.Bytes(new DriveInfo(folder).AvailableFreeSpace)} free");
            }
        );
}
