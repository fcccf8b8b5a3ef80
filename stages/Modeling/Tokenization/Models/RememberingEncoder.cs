using Pipeline.Modeling.Tokenization.PreTokenizers;

namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>The end of a chain: encodes words and remembers them.</summary>
internal sealed class RememberingEncoder(IWordEncoder encoder, IdList ids) : IWordSink
{
    private readonly WordCache _cache = new();

    public void Add(ReadOnlySpan<char> word, int at, TextPosition position)
    {
        if (word.Length > WordCache.LongestWord)
        {
            encoder.Encode(word, ids);
            return;
        }

        if (!_cache.TryAppend(word, ids, out var hash))
        {
            var before = ids.Count;
            encoder.Encode(word, ids);
            _cache.Store(word, hash, ids.Span[before..]);
        }
    }
}
