using System.Runtime.InteropServices;
using Pipeline.Engine.Dataflow;

namespace Pipeline.Tests.Engine.Dataflow;

/// <summary>The processor's name.</summary>
public sealed class ProcessorNameTests
{
    [Fact]
    public void It_is_what_the_system_says_or_else_its_architecture()
    {
        var said = File.Exists("/proc/cpuinfo")
            ? File.ReadAllLines("/proc/cpuinfo")
                .Where(line => line.StartsWith("model name", StringComparison.Ordinal))
                .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())
                .FirstOrDefault(name => name.Length > 0)
            : null;

        Assert.Equal(said ?? RuntimeInformation.ProcessArchitecture.ToString(), ProcessorName.Value);
    }
}
