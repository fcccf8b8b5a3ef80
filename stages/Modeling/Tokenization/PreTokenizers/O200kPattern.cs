using System.Globalization;

namespace Pipeline.Modeling.Tokenization.PreTokenizers;

/// <summary>
/// The pattern of GPT-4o and gpt-oss, which cuts before a capital letter and keeps an ending with its word; U are the capital letters, D
/// the small ones, both with letters of no case and marks:
/// <c>[^\r\n\p{L}\p{N}]?U*D+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?U+D*(?i:…)?|\p{N}{1,3}|
/// ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|</c>
/// <c>\s+(?!\S)|\s+</c>.
/// </summary>
internal readonly struct O200kPattern : IWordPattern
{
    /// <summary>As files write it.</summary>
    public const string Expression =
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
        + @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
        + @"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private const int MostDigits = 3;

    private enum LetterCase
    {
        None,
        Upper,
        Lower,
        Both,
    }

    public int End(ReadOnlySpan<char> text, int start)
    {
        var first = text[start];
        var kind = CharacterClass.At(text, start, out var length);
        if (kind == CharacterClass.Number)
        {
            return EndOfDigits(text, start);
        }

        // A sign before the word is tried first. It may be a mark, with which a word may begin as well; that comes before capitals alone.
        if (
            kind != CharacterClass.Letter
            && first is not ('\r' or '\n')
            && EndOfWord(text, start + length, out var small) is var signed and > 0
            && (small || CaseAt(text, start, out _) != LetterCase.Both)
        )
        {
            return signed;
        }

        if (EndOfWord(text, start, out _) is var word and > 0)
        {
            return word;
        }

        var next = start + length;
        var kindOfNext = next < text.Length ? CharacterClass.At(text, next, out _) : CharacterClass.Space;
        if (kind == CharacterClass.Other || (first == ' ' && kindOfNext == CharacterClass.Other))
        {
            var end = CharacterClass.EndOfRun(text, kind == CharacterClass.Other ? start : next, CharacterClass.Other);
            while (end < text.Length && text[end] is '\r' or '\n' or '/')
            {
                end++;
            }

            return end;
        }

        var endOfSpace = CharacterClass.EndOfRun(text, start, CharacterClass.Space);
        var lastBreak = text[start..endOfSpace].LastIndexOfAny('\r', '\n');
        return lastBreak >= 0 ? start + lastBreak + 1 : Whitespace.End(text, start, endOfSpace);
    }

    /// <summary>The end of a word of letters with its ending; 0 where none begins here.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the word would begin.</param>
    /// <param name="small">Whether its last letter may be a small one, so that the first form of the pattern matches.</param>
    private static int EndOfWord(ReadOnlySpan<char> text, int start, out bool small)
    {
        var (capitals, lastBoth) = (start, 0);
        while (CaseAt(text, capitals, out var length) is var found and (LetterCase.Upper or LetterCase.Both))
        {
            capitals += length;
            lastBoth = found == LetterCase.Both ? capitals : lastBoth;
        }

        var end = capitals;
        while (CaseAt(text, end, out var length) is LetterCase.Lower or LetterCase.Both)
        {
            end += length;
        }

        small = end > capitals || lastBoth > 0;
        if (end == capitals && lastBoth > 0)
        {
            // No small letter follows: the last letter of no case stands for it, and capitals after it are a word of their own.
            end = lastBoth;
        }

        return end == start ? 0
            : end < text.Length && text[end] == '\'' ? end + Contraction.Length(text[end..], anyCase: true)
            : end;
    }

    private static LetterCase CaseAt(ReadOnlySpan<char> text, int index, out int length)
    {
        length = 1;
        if (index >= text.Length)
        {
            return LetterCase.None;
        }

        var point = (int)text[index];
        if (index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]))
        {
            length = 2;
            point = char.ConvertToUtf32(text[index], text[index + 1]);
        }

        return CharUnicodeInfo.GetUnicodeCategory(point) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => LetterCase.Upper,
            UnicodeCategory.LowercaseLetter => LetterCase.Lower,
            UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter
            or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.EnclosingMark => LetterCase.Both,
            _ => LetterCase.None,
        };
    }

    private static int EndOfDigits(ReadOnlySpan<char> text, int index)
    {
        for (
            var digits = 0;
            digits < MostDigits && index < text.Length && CharacterClass.At(text, index, out var length) == CharacterClass.Number;
            digits++
        )
        {
            index += length;
        }

        return index;
    }
}
