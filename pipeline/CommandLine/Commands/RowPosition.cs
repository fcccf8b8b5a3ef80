using System.Globalization;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Tables;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>Where a row of a table lies.</summary>
/// <param name="Part">The part that holds it.</param>
/// <param name="IndexInPart">0-based row in the part.</param>
/// <param name="Number">1-based row in the table.</param>
internal sealed record RowPosition(Part Part, int IndexInPart, long Number)
{
    private const int LongestNumber = 9;
    private const string Identity = "InstanceId";

    /// <summary>Finds a row by its 1-based number, or the first one whose instance id starts with a text.</summary>
    /// <exception cref="InputException">There is no such row.</exception>
    public static async Task<RowPosition> FindAsync(IReadOnlyList<Part> parts, string text, CancellationToken cancellation)
    {
        var before = 0L;
        var byNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && text.Length <= LongestNumber;
        foreach (var part in parts)
        {
            var index = byNumber ? number - before - 1 : await IndexOfAsync(part, text, cancellation).ConfigureAwait(false);
            if (index >= 0 && index < part.Rows)
            {
                return new RowPosition(part, (int)index, before + index + 1);
            }

            before += part.Rows;
        }

        throw new InputException(
            byNumber
                ? $"there is no row {text}; the rows are 1-{before}."
                : $"no row has an instance id that starts with '{text}'; give one, or a row number from 1 to {before}."
        );
    }

    private static async Task<int> IndexOfAsync(Part part, string id, CancellationToken cancellation)
    {
        var table = await UntypedTable.ReadAsync(part.Path, cancellation).ConfigureAwait(false);
        return table
            .Rows.ToList()
            .FindIndex(row => row.GetValueOrDefault(Identity) is string known && known.StartsWith(id, StringComparison.Ordinal));
    }
}
