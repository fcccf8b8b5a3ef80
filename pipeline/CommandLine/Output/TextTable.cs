namespace Pipeline.Engine.CommandLine.Output;

/// <summary>Aligned plain columns: the form that people and grep read alike. Without headings the first row is like the others.</summary>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<string[]> _rows = headings.Length == 0 ? [] : [headings];

    public void Add(params string[] cells) => _rows.Add([.. cells.Select(Terminal.OneLine)]);

    public void WriteTo(TextWriter writer)
    {
        var columns = _rows.Count == 0 ? 0 : _rows[0].Length;
        var widths = Enumerable.Range(0, columns).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in _rows)
        {
            writer.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
