using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Pipeline.Benchmarks;

/// <summary>A peer's driver: a Python script, or a C program, that does one round for every line it is sent and answers with one line of
/// JSON.</summary>
internal sealed class PeerProcess : IDisposable
{
    private static readonly string _folder = Path.Combine(
        typeof(PeerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "RepositoryRoot").Value!,
        "benchmarks/peers"
    );

    private readonly Process _process;

    public PeerProcess(string script, params IEnumerable<string> arguments)
        : this(new ProcessStartInfo("python3", [Path.Combine(_folder, script), .. arguments])) { }

    private PeerProcess(ProcessStartInfo start)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        _process = Process.Start(start)!;
    }

    /// <summary>
    /// Compiles a C source with the system's compiler, as fast as it can make it for this machine, and starts the program. Its threads may
    /// spin as long as they like: they pause within milliseconds when a round is over.
    /// </summary>
    public static PeerProcess Compiled(string source, string program, params IEnumerable<string> arguments)
    {
        using var compiler = Process.Start(
            "cc",
            ["-O3", "-march=native", "-ffast-math", "-fopenmp", "-o", program, Path.Combine(_folder, source), "-lm"]
        );
        compiler.WaitForExit();
        if (compiler.ExitCode != 0)
        {
            throw new InvalidOperationException($"{source} does not compile.");
        }

        var start = new ProcessStartInfo(program, arguments);
        start.Environment.Remove("GOMP_SPINCOUNT");
        return new PeerProcess(start);
    }

    /// <summary>Compiles a C++ source that uses FAISS, as the shim is compiled, and starts the program.</summary>
    /// <param name="source">The source.</param>
    /// <param name="program">The path of the program.</param>
    /// <param name="environment">Variables that say how its threads wait and how many the library of matrices has.</param>
    /// <param name="arguments">The program's arguments.</param>
    public static PeerProcess WithFaiss(
        string source,
        string program,
        IReadOnlyDictionary<string, string> environment,
        params IEnumerable<string> arguments
    )
    {
        using var compiler = Process.Start(
            "g++",
            ["-std=c++17", "-O2", "-fopenmp", "-o", program, Path.Combine(_folder, source), "-l:libfaiss.a", "-lblas", "-llapack"]
        );
        compiler.WaitForExit();
        if (compiler.ExitCode != 0)
        {
            throw new InvalidOperationException($"{source} does not compile.");
        }

        var start = new ProcessStartInfo(program, arguments);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new PeerProcess(start);
    }

    /// <summary>Lets the peer do one round.</summary>
    public JsonElement Round(string request = "")
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
