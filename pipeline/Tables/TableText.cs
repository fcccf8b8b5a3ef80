namespace Pipeline.Engine.Tables;

/// <summary>Text that Parquet can hold: its UTF-8 has no form for half of a surrogate pair.</summary>
internal static class TableText
{
    public static string Checked(string value, string column)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i]))
            {
                continue;
            }

            if (i + 1 < value.Length && char.IsSurrogatePair(value[i], value[i + 1]))
            {
                i++;
                continue;
            }

            throw new InputException(
                $"Column {column}: a text holds the lone surrogate U+{(int)value[i]:X4} at character {i}; it cannot be stored as UTF-8."
            );
        }

        return value;
    }
}
