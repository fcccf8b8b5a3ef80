namespace Pipeline.Engine.Configuration;

/// <summary>Where each bound value was written, by dotted path (<c>methods.lft.rank</c>, <c>methods.sft.learning_rate[1]</c>).</summary>
public sealed class SourceMap
{
    private readonly Dictionary<string, SourcePosition> _positions = new(StringComparer.Ordinal);
    private readonly SourcePosition _start;

    internal SourceMap(SourcePosition start) => _start = start;

    /// <summary>The position of a value; of the nearest enclosing one, or the start of the file, when the value is a default.</summary>
    public SourcePosition Where(string path)
    {
        for (var current = path; current.Length > 0; current = Parent(current))
        {
            if (_positions.TryGetValue(current, out var position))
            {
                return position;
            }
        }

        return _start;
    }

    /// <summary>Whether the value was written rather than left at its default.</summary>
    public bool IsSet(string path) => _positions.ContainsKey(path);

    internal void Add(string path, SourcePosition position) => _positions[path] = position;

    private static string Parent(string path) => path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
}
