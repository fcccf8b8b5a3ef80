using System.Collections.Concurrent;
using System.Text;
using Pipeline.Modeling.Tokenization.AddedTokens;
using Pipeline.Modeling.Tokenization.Places;

namespace Pipeline.Modeling.Tokenization;

/// <summary>
/// Encodes texts by a tokenizer's parts. A text passes: added tokens looked for in the raw text, normalizer, added tokens looked for in the
/// normalized text, pre-tokenizer, model. Sessions are pooled, so threads share nothing that changes.
/// </summary>
internal sealed class TextEncoder(TokenizerParts parts)
{
    private readonly ConcurrentBag<EncodingSession> _sessions = [];

    /// <summary>Ids of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="parse">Whether the special and the hidden tokens that it spells count.</param>
    /// <param name="position">Where it stands.</param>
    public int[] Encode(string text, bool parse, TextPosition position)
    {
        if (!_sessions.TryTake(out var session))
        {
            session = new EncodingSession(parts.Model, parts.PreTokenizer);
        }

        session.Ids.Clear();
        EncodeRaw(WellFormed(text), parse, position, session);
        var ids = session.Ids.Span.ToArray();
        _sessions.Add(session);
        return ids;
    }

    /// <summary>Tokens of a text with their places in it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="parse">Whether the special and the hidden tokens that it spells count.</param>
    public IReadOnlyList<PlacedToken> Place(string text, bool parse)
    {
        var places = new TokenPlaces();
        EncodeRaw(WellFormed(text), parse, TextPosition.Beginning, new EncodingSession(parts.Model, parts.PreTokenizer, places));
        return places.Tokens;
    }

    private static string WellFormed(string text)
    {
        var start = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        if (start < 0)
        {
            return text;
        }

        for (var i = start; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            }
        }

        return text;
    }

    private void EncodeRaw(string text, bool parse, TextPosition position, EncodingSession session)
    {
        if (!parts.Added.Raw.Finds(parse))
        {
            EncodeSection(text, 0, parse, position, session);
            return;
        }

        int from = 0,
            end = 0;
        while (parts.Added.Raw.TryNext(text, ref from, end, parse, out var match))
        {
            EncodeSection(text[end..Math.Max(end, match.Start)], end, parse, end == 0 ? position : TextPosition.Section, session);
            if (Add(match, session))
            {
                session.Places?.AddRaw(match.Id, match.Start, match.End);
            }

            end = match.End;
        }

        EncodeSection(end == 0 ? text : text[end..], end, parse, end == 0 ? position : TextPosition.Section, session);
    }

    private void EncodeSection(string section, int at, bool parse, TextPosition position, EncodingSession session)
    {
        var text = parts.Normalizer?.Normalize(section, position) ?? section;
        session.Places?.Begin(at, new TextAlignment(parts.Normalizer, section, text, position));
        var end = 0;
        if (parts.Added.Normalized.Finds(parse))
        {
            var from = 0;
            while (parts.Added.Normalized.TryNext(text, ref from, end, parse, out var match))
            {
                AddWords(text.AsSpan()[end..Math.Max(end, match.Start)], end, end == 0 ? position : TextPosition.Section, session);
                if (Add(match, session))
                {
                    session.Places?.Add(match.Id, match.Start, match.End);
                }

                end = match.End;
            }
        }

        AddWords(text.AsSpan(end), end, end == 0 ? position : TextPosition.Section, session);
    }

    /// <summary>A token whose characters all went along with the one before it is none, as in the reference implementation.</summary>
    private static bool Add(AddedTokenMatch match, EncodingSession session)
    {
        if (match.Start == match.End)
        {
            return false;
        }

        session.Ids.Add(match.Id);
        return true;
    }

    private static void AddWords(ReadOnlySpan<char> text, int at, TextPosition position, EncodingSession session)
    {
        if (text.Length > 0)
        {
            session.Words.Add(text, at, position);
        }
    }
}
