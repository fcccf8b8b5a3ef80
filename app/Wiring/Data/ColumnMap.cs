namespace Pipeline.App.Wiring.Data;

/// <summary>Which of a file's fields holds which of a record's, as stages are told.</summary>
internal static class ColumnMap
{
    /// <summary>The map in the order of its keys: the order of the settings means nothing, so it may make no other fingerprint.</summary>
    public static IReadOnlyDictionary<string, string> Sort(IReadOnlyDictionary<string, string> columns) =>
        new SortedDictionary<string, string>(columns.ToDictionary(), StringComparer.Ordinal);
}
