using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Pipeline.Modeling.Text;

/// <summary>
/// Text from anywhere as text in HTML, SVG or XML. What none of them may hold, not even as a reference (XML 1.0, section 2.2; HTML,
/// "control character references"), is shown by a picture of it or as U+FFFD, so that a page is well-formed whatever data hold.
/// </summary>
public static class MarkupText
{
    private const int Pictures = 0x2400;
    private const char DeletePicture = '\u2421';
    private const char Replacement = '\uFFFD';

    private static readonly HtmlEncoder _encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The text, escaped for an element or an attribute in double quotes; half a surrogate pair becomes U+FFFD.</summary>
    public static string Escape(string text) => _encoder.Encode(Show(text));

    /// <summary>
    /// The text with pictures in the place of control characters: all but tab and line feed. A carriage return before a line feed is left
    /// out, as every reader of HTML and XML does.
    /// </summary>
    private static string Show(string text)
    {
        var first = 0;
        while (first < text.Length && IsAllowed(text, first))
        {
            first++;
        }

        if (first == text.Length)
        {
            return text;
        }

        var shown = new StringBuilder(text, 0, first, text.Length);
        for (var at = first; at < text.Length; at++)
        {
            if (IsAllowed(text, at))
            {
                shown.Append(text[at]);
            }
            else if (text[at] != '\r' || at + 1 == text.Length || text[at + 1] != '\n')
            {
                shown.Append(PictureOf(text[at]));
            }
        }

        return shown.ToString();
    }

    private static char PictureOf(char character) =>
        character < ' ' ? (char)(Pictures + character)
        : character == '\u007F' ? DeletePicture
        : Replacement;

    /// <summary>Whether a character may stand in markup: no control character but tab and line feed, no code point that is none.</summary>
    private static bool IsAllowed(string text, int at) =>
        text[at] switch
        {
            '\t' or '\n' => true,
            < ' ' or (>= '\u007F' and <= '\u009F') or (>= '\uFDD0' and <= '\uFDEF') or '\uFFFE' or '\uFFFF' => false,
            var high when char.IsHighSurrogate(high) => !IsNonCharacter(text, at),
            var low when char.IsLowSurrogate(low) => at == 0 || !IsNonCharacter(text, at - 1),
            _ => true,
        };

    /// <summary>Whether the pair at a place is one of the last two code points of its plane.</summary>
    private static bool IsNonCharacter(string text, int at) =>
        at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) && (char.ConvertToUtf32(text, at) & 0xFFFE) == 0xFFFE;
}
