using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Pipeline.Benchmarks;

/// <summary>A peer's driver: a Python script that does one round for every line it is sent and answers with one line of JSON.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    public PeerProcess(string script, params IEnumerable<string> arguments)
    {
        var root = typeof(PeerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "RepositoryRoot").Value!;
        var start = new ProcessStartInfo("python3", [Path.Combine(root, "benchmarks/peers", script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
    }

    /// <summary>Lets the peer do one round.</summary>
    public JsonElement Round(string request)
    {
        _process.StandardInput.WriteLine(request);
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The peer ended without an answer.");
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.Clone();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
