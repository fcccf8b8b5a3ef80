using System.Collections.Concurrent;
using System.Text;
using Pipeline.Modeling.Tokenization.AddedTokens;

namespace Pipeline.Modeling.Tokenization;

/// <summary>
/// A tokenizer put together from its parts. A text passes: added tokens looked for in the raw text, normalizer, added tokens looked for in
/// the normalized text, pre-tokenizer, model; decoding goes back. Sessions are pooled, so threads share nothing that changes.
/// </summary>
internal sealed class TextTokenizer : ITokenizer
{
    private readonly TokenizerParts _parts;
    private readonly int? _endOfText;
    private readonly ConcurrentBag<EncodingSession> _sessions = [];

    /// <param name="parts">The parts.</param>
    /// <param name="endOfText">The token that ends a text; null for none.</param>
    public TextTokenizer(TokenizerParts parts, int? endOfText)
    {
        _parts = parts;
        _endOfText = endOfText;
        VocabularySize = parts.Added.Tokens.Select(token => token.Id + 1).Append(parts.Vocabulary.Size).Max();
    }

    public int VocabularySize { get; }

    public int? BeginOfText => _parts.Surrounding.Before.Count > 0 ? _parts.Surrounding.Before[0] : null;

    public int? EndOfText => _endOfText;

    public IReadOnlyCollection<string> SpecialTokens => _parts.Added.Special;

    public int[] Encode(string text, SpecialTokenHandling special, TextPosition position)
    {
        if (!_sessions.TryTake(out var session))
        {
            session = new EncodingSession(_parts.Model, _parts.PreTokenizer);
        }

        session.Ids.Clear();
        if (special.HasFlag(SpecialTokenHandling.Add))
        {
            session.Ids.AddRange([.. _parts.Surrounding.Before]);
        }

        EncodeRaw(WellFormed(text), special.HasFlag(SpecialTokenHandling.Parse), position, session);
        if (special.HasFlag(SpecialTokenHandling.Add))
        {
            session.Ids.AddRange([.. _parts.Surrounding.After]);
        }

        var ids = session.Ids.Span.ToArray();
        _sessions.Add(session);
        return ids;
    }

    public ITokenizer Hiding(IReadOnlySet<int> ids) => new TextTokenizer(_parts with { Added = _parts.Added.Hiding(ids), Model = _parts.Model.Hiding(ids) }, _endOfText);

    public string Decode(IReadOnlyList<int> ids)
    {
        var tokens = new List<string>(ids.Count);
        foreach (var id in ids)
        {
            if (id < 0 || id >= VocabularySize)
            {
                throw new ArgumentOutOfRangeException(nameof(ids), id, $"No token has this id; the vocabulary has {VocabularySize}.");
            }

            if (!_parts.Added.IsSpecial(id) && (_parts.Added.TextOf(id) ?? _parts.Vocabulary.TokenOf(id)) is { } token)
            {
                tokens.Add(token);
            }
        }

        return string.Concat(_parts.Decoder.Decode(tokens));
    }

    public bool TryGetId(string token, out int id)
    {
        if (_parts.Added.TryGet(token, out var added))
        {
            id = added.Id;
            return true;
        }

        return _parts.Vocabulary.TryGetId(token, out id);
    }

    public bool TryGetSpecial(string token, out SpecialToken special)
    {
        var found = _parts.Added.TryGet(token, out var added);
        special = found ? SpecialOf(added.Id) : default;
        return found;
    }

    public SpecialToken SpecialOf(int id) =>
        _parts.Added.TryGet(id, out var added) ? new SpecialToken(id, added.StripsLeft, added.StripsRight) : new SpecialToken(id, false, false);

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
        if (!_parts.Added.Raw.Finds(parse))
        {
            EncodeSection(text, parse, position, session);
            return;
        }

        int from = 0, end = 0;
        while (_parts.Added.Raw.TryNext(text, ref from, end, parse, out var match))
        {
            EncodeSection(text[end..Math.Max(end, match.Start)], parse, end == 0 ? position : TextPosition.Section, session);
            Add(match, session);
            end = match.End;
        }

        EncodeSection(end == 0 ? text : text[end..], parse, end == 0 ? position : TextPosition.Section, session);
    }

    private void EncodeSection(string text, bool parse, TextPosition position, EncodingSession session)
    {
        text = _parts.Normalizer?.Normalize(text, position) ?? text;
        var end = 0;
        if (_parts.Added.Normalized.Finds(parse))
        {
            var from = 0;
            while (_parts.Added.Normalized.TryNext(text, ref from, end, parse, out var match))
            {
                AddWords(text.AsSpan()[end..Math.Max(end, match.Start)], end == 0 ? position : TextPosition.Section, session);
                Add(match, session);
                end = match.End;
            }
        }

        AddWords(text.AsSpan(end), end == 0 ? position : TextPosition.Section, session);
    }

    /// <summary>A token whose characters all went along with the one before it is none, as in the reference implementation.</summary>
    private static void Add(AddedTokenMatch match, EncodingSession session)
    {
        if (match.Start < match.End)
        {
            session.Ids.Add(match.Id);
        }
    }

    private static void AddWords(ReadOnlySpan<char> text, TextPosition position, EncodingSession session)
    {
        if (text.Length > 0)
        {
            session.Words.Add(text, position);
        }
    }
}
