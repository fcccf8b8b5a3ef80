using System.Globalization;
using System.Text;

namespace Pipeline.Modeling.Text;

/// <summary>Scripts that write no space between words, by how their words are found.</summary>
internal enum UnspacedScript
{
    /// <summary>None: spaces and punctuation divide the words.</summary>
    None,

    /// <summary>Han characters and kana: Chinese and Japanese, one dictionary.</summary>
    Ideographic,

    /// <summary>Thai, by dictionary.</summary>
    Thai,

    /// <summary>Lao, by dictionary.</summary>
    Lao,

    /// <summary>Khmer, by dictionary.</summary>
    Khmer,

    /// <summary>Burmese, by dictionary.</summary>
    Burmese,

    /// <summary>
    /// Scripts that Unicode gives the line breaking class of complex contexts but for which no dictionary is at hand (Tai Le, New Tai Lue,
    /// Tai Tham, Tai Viet, Ahom): each grapheme cluster is a word, which is the default rule of Unicode Standard Annex 29.
    /// </summary>
    Clusters,
}

/// <summary>Finds runs of scripts that write no space between words.</summary>
internal static class UnspacedRun
{
    /// <summary>The script of a letter or mark; <see cref="UnspacedScript.None"/> for digits, punctuation and every script with
    /// spaces.</summary>
    public static UnspacedScript FindScript(Rune rune)
    {
        var script = ScriptOfBlock(rune.Value);
        return script != UnspacedScript.None && (Rune.IsLetter(rune) || IsMark(rune) || rune.Value == 0x3007)
            ? script
            : UnspacedScript.None;
    }

    /// <summary>The end of the run of one script that starts at a character, with the marks of any script that stand in it.</summary>
    public static int FindEnd(string text, int start, UnspacedScript script)
    {
        var at = start;
        while (Rune.TryGetRuneAt(text, Math.Min(at, text.Length - 1), out var rune) && at < text.Length)
        {
            if (FindScript(rune) != script && !(at > start && IsMark(rune)))
            {
                break;
            }

            at += rune.Utf16SequenceLength;
        }

        return at;
    }

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static UnspacedScript ScriptOfBlock(int value) =>
        value switch
        {
            < 0x0E00 => UnspacedScript.None,
            <= 0x0E7F => UnspacedScript.Thai,
            <= 0x0EFF => UnspacedScript.Lao,
            >= 0x1000 and <= 0x109F or >= 0xA9E0 and <= 0xA9FF or >= 0xAA60 and <= 0xAA7F => UnspacedScript.Burmese,
            >= 0x1780 and <= 0x17FF => UnspacedScript.Khmer,
            >= 0x1950 and <= 0x19DF or >= 0x1A20 and <= 0x1AAF or >= 0xAA80 and <= 0xAADF or >= 0x11700 and <= 0x1174F =>
                UnspacedScript.Clusters,
            >= 0x3005 and <= 0x3007 or 0x303B or >= 0x3040 and <= 0x30FF or >= 0x31F0 and <= 0x31FF or >= 0xFF66 and <= 0xFF9F =>
                UnspacedScript.Ideographic,
            >= 0x3400 and <= 0x4DBF or >= 0x4E00 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF =>
                UnspacedScript.Ideographic,
            _ => UnspacedScript.None,
        };
}
