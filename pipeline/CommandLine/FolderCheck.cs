using Pipeline.Engine.CommandLine.Output;

namespace Pipeline.Engine.CommandLine;

/// <summary>Whether a folder of the program's own can be written, and how much room there is.</summary>
internal static class FolderCheck
{
    public static InputCheck Create(string option, string folder) =>
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
                    throw new InputException($"'{folder}' cannot be written: {error.Message}", error);
                }

                return Task.FromResult($"can be written, {Quantity.Bytes(new DriveInfo(folder).AvailableFreeSpace)} free");
            }
        );
}
