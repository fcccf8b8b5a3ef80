using System.Runtime.InteropServices;

namespace Pipeline.Engine.Dataflow;

/// <summary>What the processor of this machine calls itself: byte-identity is claimed for one kind only, so records name it.</summary>
public static class ProcessorName
{
    private const string Source = "/proc/cpuinfo";
    private const string Key = "model name";

    private static readonly Lazy<string> _name = new(Read);

    /// <summary>The name; the architecture where the system tells none.</summary>
    public static string Value => _name.Value;

    private static string Read()
    {
        try
        {
            var line = OperatingSystem.IsLinux()
                ? File.ReadLines(Source).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))
                : null;
            return line?.Split(':', 2)[^1].Trim() is { Length: > 0 } name ? name : RuntimeInformation.ProcessArchitecture.ToString();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }
    }
}
