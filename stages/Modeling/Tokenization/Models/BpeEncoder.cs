namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>Collects the symbols of one word and merges them; what the symbols are is the derived class's.</summary>
internal abstract class BpeEncoder(BpeModel model) : IWordEncoder
{
    private readonly BytePairMerger _merger = new(model.Merges);
    private int[] _symbols = new int[64];
    private int _count;
    private bool _unknownPending;

    protected BpeModel Model { get; } = model;

    public void Encode(ReadOnlySpan<char> word, IdList ids)
    {
        if (Model.IgnoreMerges && TryGetToken(word, out var id))
        {
            ids.Add(id);
            return;
        }

        _count = 0;
        Read(word);
        FlushUnknown();
        ids.AddRange(_symbols.AsSpan(0, _merger.Merge(_symbols.AsSpan(0, _count))));
    }

    /// <summary>The word as one token of the vocabulary.</summary>
    protected abstract bool TryGetToken(ReadOnlySpan<char> word, out int id);

    /// <summary>Adds the word's symbols, each through <see cref="Known"/> or <see cref="Unknown"/>.</summary>
    protected abstract void Read(ReadOnlySpan<char> word);

    protected void Known(int id)
    {
        FlushUnknown();
        Push(id);
    }

    /// <summary>Adds a character that is no token: its bytes' tokens, the unknown token, or nothing.</summary>
    protected void Unknown(ReadOnlySpan<byte> utf8)
    {
        if (Model.Unknown.ByteIds is { } byteIds && AllThere(utf8, byteIds))
        {
            // The reference implementation writes a pending unknown token after these; so do we.
            foreach (var value in utf8)
            {
                Push(byteIds[value]);
            }
        }
        else if (Model.Unknown.Id is not null)
        {
            if (!Model.Unknown.Fuse)
            {
                FlushUnknown();
            }

            _unknownPending = true;
        }
    }

    private static bool AllThere(ReadOnlySpan<byte> utf8, int[] byteIds)
    {
        foreach (var value in utf8)
        {
            if (byteIds[value] < 0)
            {
                return false;
            }
        }

        return true;
    }

    private void FlushUnknown()
    {
        if (_unknownPending)
        {
            _unknownPending = false;
            Push(Model.Unknown.Id!.Value);
        }
    }

    private void Push(int id)
    {
        if (_count == _symbols.Length)
        {
            Array.Resize(ref _symbols, 2 * _count);
        }

        _symbols[_count++] = id;
    }
}
