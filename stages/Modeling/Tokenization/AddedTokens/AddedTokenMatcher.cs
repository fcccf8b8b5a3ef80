using System.Buffers;
using System.Globalization;

namespace Pipeline.Modeling.Tokenization.AddedTokens;

/// <summary>Finds added tokens in a text: the leftmost, and of those that begin there the longest.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly Dictionary<string, AddedToken> _tokens;
    private readonly int[] _lengths;
    private readonly SearchValues<string> _contents;
    private readonly HashSet<int> _onDemand;
    private readonly bool _anyPlain;

    /// <summary>A matcher of tokens by the text that stands for each.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="hidden">Ids of tokens that are found on demand only, as special ones are; null for none.</param>
    public AddedTokenMatcher(IEnumerable<KeyValuePair<string, AddedToken>> tokens, IReadOnlySet<int>? hidden)
    {
        _tokens = new Dictionary<string, AddedToken>(tokens, StringComparer.Ordinal);
        _lengths = [.. _tokens.Keys.Select(content => content.Length).Distinct().OrderDescending()];
        _contents = SearchValues.Create([.. _tokens.Keys], StringComparison.Ordinal);
        _onDemand = _tokens
            .Values.Where(token => token.IsSpecial || hidden?.Contains(token.Id) == true)
            .Select(token => token.Id)
            .ToHashSet();
        _anyPlain = _tokens.Values.Any(token => !_onDemand.Contains(token.Id));
    }

    /// <summary>Whether anything can be found; special tokens count only when they are parsed.</summary>
    public bool Finds(bool parseSpecial) => _anyPlain || (parseSpecial && _tokens.Count > 0);

    /// <summary>Finds the next token.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to look on; moved behind what was found.</param>
    /// <param name="previousEnd">Where the token found before ends, its white space included.</param>
    /// <param name="parseSpecial">Whether special tokens count. If not, they still hide what they overlap, as in the reference
    /// implementation.</param>
    /// <param name="match">What was found.</param>
    public bool TryNext(ReadOnlySpan<char> text, ref int from, int previousEnd, bool parseSpecial, out AddedTokenMatch match)
    {
        while (text[from..].IndexOfAny(_contents) is var offset and >= 0)
        {
            var start = from + offset;
            var token = LongestAt(text[start..], out var length);
            from = start + length;
            if ((!parseSpecial && _onDemand.Contains(token.Id)) || (token.IsSingleWord && !StandsAlone(text, start, from)))
            {
                continue;
            }

            match = new AddedTokenMatch(
                token.Id,
                token.StripsLeft ? Math.Max(text[..start].TrimEnd().Length, previousEnd) : start,
                token.StripsRight ? text.Length - text[from..].TrimStart().Length : from
            );
            return true;
        }

        match = default;
        return false;
    }

    private static bool StandsAlone(ReadOnlySpan<char> text, int start, int end) =>
        (start == 0 || !IsWord(LastPoint(text[..start]))) && (end == text.Length || !IsWord(FirstPoint(text[end..])));

    private static int FirstPoint(ReadOnlySpan<char> text) =>
        text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) ? char.ConvertToUtf32(text[0], text[1]) : text[0];

    private static int LastPoint(ReadOnlySpan<char> text) =>
        text.Length > 1 && char.IsSurrogatePair(text[^2], text[^1]) ? char.ConvertToUtf32(text[^2], text[^1]) : text[^1];

    /// <summary><c>\w</c>: letters, marks, digits, connectors, joiners, and the letters in circles and squares.</summary>
    private static bool IsWord(int point) =>
        CharUnicodeInfo.GetUnicodeCategory(point) switch
        {
            UnicodeCategory.UppercaseLetter
            or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter
            or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.EnclosingMark
            or UnicodeCategory.DecimalDigitNumber
            or UnicodeCategory.LetterNumber
            or UnicodeCategory.ConnectorPunctuation => true,
            _ => point
                is 0x200C
                    or 0x200D
                    or (>= 0x24B6 and <= 0x24E9)
                    or (>= 0x1F130 and <= 0x1F149)
                    or (>= 0x1F150 and <= 0x1F169)
                    or (>= 0x1F170 and <= 0x1F189),
        };

    private AddedToken LongestAt(ReadOnlySpan<char> text, out int length)
    {
        var lookup = _tokens.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var candidate in _lengths)
        {
            if (candidate <= text.Length && lookup.TryGetValue(text[..candidate], out var token))
            {
                length = candidate;
                return token;
            }
        }

        throw new InvalidOperationException("A token was found and is not there.");
    }
}
