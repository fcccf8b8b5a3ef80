using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Pipeline.Stages.Data.Records;

/// <summary>Finds what is no text in the bytes of a JSON row, and where.</summary>
internal static class JsonText
{
    private const int EscapeLength = 6;

    /// <summary>The first byte that is not UTF-8; −1 if all are.</summary>
    public static int InvalidUtf8(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return -1;
        }

        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    /// <summary>Where an escape stands that is a surrogate without its other half; −1 if there is none.</summary>
    public static int LoneSurrogate(ReadOnlySpan<byte> row)
    {
        for (var at = 0; at < row.Length; at++)
        {
            var escape = row[at..].IndexOf((byte)'\\');
            if (escape < 0)
            {
                return -1;
            }

            at += escape;
            if (!TryEscape(row[at..], out var unit))
            {
                at++;
                continue;
            }

            if (
                char.IsHighSurrogate(unit)
                && TryEscape(row[Math.Min(at + EscapeLength, row.Length)..], out var low)
                && char.IsLowSurrogate(low)
            )
            {
                at += (2 * EscapeLength) - 1;
                continue;
            }

            if (char.IsSurrogate(unit))
            {
                return at;
            }

            at += EscapeLength - 1;
        }

        return -1;
    }

    private static bool TryEscape(ReadOnlySpan<byte> text, out char unit)
    {
        unit = default;
        if (
            text.Length < EscapeLength
            || text[0] != '\\'
            || text[1] != 'u'
            || !ushort.TryParse(text[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
        )
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
