using Pipeline.Modeling.Tokenization.Normalizers;

namespace Pipeline.Modeling.Tokenization.Places;

/// <summary>
/// Which characters of a text its normalized form comes from. A place divides a text if both sides, normalized alone, are the whole
/// normalized; texts are divided so until single characters are left, or what no place divides, such as a letter and its accent. So it
/// holds for every normalizer, whatever it does.
/// </summary>
internal sealed class TextAlignment
{
    /// <summary>Places tried on either side of a text's middle; no character is composed of more.</summary>
    private const int MostTries = 16;

    private readonly INormalizer? _normalizer;
    private readonly int[]? _starts;
    private readonly int[]? _ends;

    /// <summary>Aligns a text with what a normalizer made of it.</summary>
    /// <param name="normalizer">The normalizer; null for none.</param>
    /// <param name="text">The text.</param>
    /// <param name="normalized">Its normalized form.</param>
    /// <param name="position">Where it stood when it was normalized.</param>
    public TextAlignment(INormalizer? normalizer, string text, string normalized, TextPosition position)
    {
        if (normalizer is null || text == normalized)
        {
            return;
        }

        _normalizer = normalizer;
        _starts = new int[normalized.Length];
        _ends = new int[normalized.Length];
        Divide(text, 0, normalized, 0, position);
    }

    /// <summary>The characters of the text that a stretch of its normalized form comes from.</summary>
    /// <param name="start">Where the stretch begins; below 0 where it includes a sign that was put before the normalized text.</param>
    /// <param name="end">Where it ends.</param>
    public (int Start, int End) Find(int start, int end)
    {
        start = Math.Max(0, start);
        end = Math.Max(start, end);
        if (_starts is null || _ends is null)
        {
            return (start, end);
        }

        if (start == end)
        {
            var place =
                start < _starts.Length ? _starts[start]
                : start > 0 ? _ends[start - 1]
                : 0;
            return (place, place);
        }

        return (_starts[start], Math.Max(_starts[start], _ends[end - 1]));
    }

    private void Divide(string text, int at, string normalized, int normalizedAt, TextPosition position)
    {
        if (text == normalized)
        {
            for (var i = 0; i < text.Length; i++)
            {
                _starts![normalizedAt + i] = at + i;
                _ends![normalizedAt + i] = at + i + 1;
            }

            return;
        }

        for (var attempt = 0; attempt < 2 * MostTries; attempt++)
        {
            var middle = (text.Length / 2) + (attempt % 2 == 0 ? attempt / 2 : -(attempt + 1) / 2);
            if (middle <= 0 || middle >= text.Length || char.IsLowSurrogate(text[middle]))
            {
                continue;
            }

            var left = _normalizer!.Normalize(text[..middle], position);
            if (!normalized.StartsWith(left, StringComparison.Ordinal))
            {
                continue;
            }

            var right = _normalizer.Normalize(text[middle..], TextPosition.Continuation);
            if (normalized.AsSpan(left.Length).SequenceEqual(right))
            {
                Divide(text[..middle], at, left, normalizedAt, position);
                Divide(text[middle..], at + middle, right, normalizedAt + left.Length, TextPosition.Continuation);
                return;
            }
        }

        Fill(text, at, normalized, normalizedAt, position);
    }

    /// <summary>What was put before a text comes from no character of it; the rest from all.</summary>
    private void Fill(string text, int at, string normalized, int normalizedAt, TextPosition position)
    {
        var alone = position == TextPosition.Continuation ? normalized : _normalizer!.Normalize(text, TextPosition.Continuation);
        var put = normalized.EndsWith(alone, StringComparison.Ordinal) ? normalized.Length - alone.Length : 0;
        for (var i = 0; i < normalized.Length; i++)
        {
            _starts![normalizedAt + i] = at;
            _ends![normalizedAt + i] = i < put ? at : at + text.Length;
        }
    }
}
