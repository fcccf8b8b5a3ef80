using System.Globalization;
using System.Text;

namespace Pipeline.Engine.Processes;

/// <summary>One process of the system's table.</summary>
/// <param name="Id">Its number, which another may bear once it is gone.</param>
/// <param name="Parent">Its parent's number.</param>
/// <param name="Started">When it began, in ticks since the system's start: with the number, what tells it from all others.</param>
internal readonly record struct ProcessEntry(int Id, int Parent, ulong Started)
{
    /// <summary>Sends it a signal, if it is still this process.</summary>
    public void Signal(int signal)
    {
        if (ProcessTable.Find(Id) is { } now && now.Started == Started)
        {
            _ = ProcessControl.Signal(Id, signal);
        }
    }
}

/// <summary>The running processes as <c>/proc</c> tells of them; empty on other systems than Linux.</summary>
internal static class ProcessTable
{
    private const string Root = "/proc";
    private const int StateField = 0;
    private const int ParentField = 1;
    private const int StartedField = 19;

    /// <summary>A process that runs; null if there is none of that number, or it has ended and only waits to be noticed.</summary>
    public static ProcessEntry? Find(int id)
    {
        try
        {
            // "12 (name, which may hold anything) S 1 …": what counts begins behind the last bracket.
            var text = File.ReadAllText(Path.Combine(Root, id.ToString(CultureInfo.InvariantCulture), "stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return fields[StateField] is "Z" or "X"
                ? null
                : new ProcessEntry(
                    id,
                    int.Parse(fields[ParentField], CultureInfo.InvariantCulture),
                    ulong.Parse(fields[StartedField], CultureInfo.InvariantCulture)
                );
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Children of a process, their children, and so on.</summary>
    public static IReadOnlyList<ProcessEntry> DescendantsOf(int id)
    {
        var children = Running().ToLookup(process => process.Parent);
        var found = new List<ProcessEntry>();
        var open = new Stack<int>([id]);
        while (open.TryPop(out var parent))
        {
            foreach (var child in children[parent])
            {
                found.Add(child);
                open.Push(child.Id);
            }
        }

        return found;
    }

    /// <summary>Other processes in whose environment a variable has a value: an environment is inherited, whatever becomes of
    /// parents.</summary>
    public static IReadOnlyList<ProcessEntry> WithVariable(string name, string value)
    {
        var wanted = Encoding.UTF8.GetBytes($"\0{name}={value}\0");
        return Running().Where(process => process.Id != Environment.ProcessId && Holds(process.Id, wanted)).ToList();
    }

    private static IEnumerable<ProcessEntry> Running() =>
        Directory.Exists(Root)
            ? Directory
                .EnumerateDirectories(Root)
                .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? Find(id) : null)
                .OfType<ProcessEntry>()
            : [];

    private static bool Holds(int id, byte[] variable)
    {
        try
        {
            var environment = File.ReadAllBytes(Path.Combine(Root, id.ToString(CultureInfo.InvariantCulture), "environ"));
            return environment.AsSpan().StartsWith(variable.AsSpan(1)) || environment.AsSpan().IndexOf(variable) >= 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
