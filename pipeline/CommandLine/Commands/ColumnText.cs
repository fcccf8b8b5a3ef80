using System.Collections;
using System.Globalization;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>Values of columns as text.</summary>
internal static class ColumnText
{
    private const int ShortLength = 80;

    /// <summary>The whole value; a list in brackets.</summary>
    public static string Format(object? value) =>
        value switch
        {
            null => "(null)",
            string text => text,
            IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Format))}]",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };

    /// <summary>Its beginning, on one line.</summary>
    public static string Short(object? value)
    {
        var text = Format(value).ReplaceLineEndings(" ");
        return text.Length <= ShortLength ? text : text[..(ShortLength - 1)] + "…";
    }
}
