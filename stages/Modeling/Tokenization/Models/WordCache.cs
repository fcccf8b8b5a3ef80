using System.Runtime.InteropServices;

namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>Remembers the ids of words; emptied when full. One thread's.</summary>
internal sealed class WordCache
{
    /// <summary>Longer words are not remembered.</summary>
    public const int LongestWord = 48;

    private const int MaximumSlots = 1 << 17;
    private const int LongestProbe = 16;

    private Entry[] _entries = new Entry[1 << 10];
    private char[] _keys = new char[1 << 12];
    private int[] _ids = new int[1 << 11];
    private int _count;
    private int _keyEnd;
    private int _idEnd;

    /// <summary>Appends the ids of a word that is remembered.</summary>
    /// <param name="word">The word.</param>
    /// <param name="ids">Where its ids are appended.</param>
    /// <param name="hash">The word's hash, for <see cref="Store"/>.</param>
    public bool TryAppend(ReadOnlySpan<char> word, IdList ids, out uint hash)
    {
        hash = Hash(word);
        var mask = _entries.Length - 1;
        for (int slot = (int)hash & mask, probe = 0; probe < LongestProbe; slot = (slot + 1) & mask, probe++)
        {
            ref readonly var entry = ref _entries[slot];
            if (entry.KeyLength == 0)
            {
                return false;
            }

            if (entry.Hash == hash && word.SequenceEqual(_keys.AsSpan(entry.KeyStart, entry.KeyLength)))
            {
                if (entry.IdCount == 1)
                {
                    ids.Add(entry.IdStart);
                }
                else
                {
                    ids.AddRange(_ids.AsSpan(entry.IdStart, entry.IdCount));
                }

                return true;
            }
        }

        return false;
    }

    /// <summary>Remembers a word that was not found.</summary>
    public void Store(ReadOnlySpan<char> word, uint hash, ReadOnlySpan<int> ids)
    {
        if (2 * _count >= _entries.Length)
        {
            Grow();
        }

        var mask = _entries.Length - 1;
        for (int slot = (int)hash & mask, probe = 0; probe < LongestProbe; slot = (slot + 1) & mask, probe++)
        {
            if (_entries[slot].KeyLength == 0)
            {
                _entries[slot] = new Entry(hash, Keep(word), (ushort)word.Length, (ushort)ids.Length, ids.Length == 1 ? ids[0] : Keep(ids));
                _count++;
                return;
            }
        }
    }

    private static uint Hash(ReadOnlySpan<char> word)
    {
        const ulong Factor = 0x9E3779B97F4A7C15;
        var bytes = MemoryMarshal.AsBytes(word);
        var hash = (ulong)(uint)bytes.Length * Factor;
        if (bytes.Length >= 8)
        {
            for (var i = 0; i + 8 < bytes.Length; i += 8)
            {
                hash = (hash ^ MemoryMarshal.Read<ulong>(bytes[i..])) * Factor;
                hash ^= hash >> 32;
            }

            hash = (hash ^ MemoryMarshal.Read<ulong>(bytes[^8..])) * Factor;
        }
        else if (bytes.Length >= 4)
        {
            hash = (hash ^ (MemoryMarshal.Read<uint>(bytes) | ((ulong)MemoryMarshal.Read<uint>(bytes[^4..]) << 32))) * Factor;
        }
        else
        {
            hash = (hash ^ word[0]) * Factor;
        }

        return (uint)(hash >> 32);
    }

    private void Grow()
    {
        if (_entries.Length == MaximumSlots)
        {
            Array.Clear(_entries);
            _count = _keyEnd = _idEnd = 0;
            return;
        }

        var old = _entries;
        _entries = new Entry[2 * old.Length];
        _count = 0;
        var mask = _entries.Length - 1;
        foreach (var entry in old.Where(entry => entry.KeyLength > 0))
        {
            var slot = (int)entry.Hash & mask;
            for (var probe = 0; probe < LongestProbe; slot = (slot + 1) & mask, probe++)
            {
                if (_entries[slot].KeyLength == 0)
                {
                    _entries[slot] = entry;
                    _count++;
                    break;
                }
            }
        }
    }

    private int Keep(ReadOnlySpan<char> word)
    {
        if (_keyEnd + word.Length > _keys.Length)
        {
            Array.Resize(ref _keys, 2 * _keys.Length);
        }

        word.CopyTo(_keys.AsSpan(_keyEnd));
        _keyEnd += word.Length;
        return _keyEnd - word.Length;
    }

    private int Keep(ReadOnlySpan<int> ids)
    {
        if (_idEnd + ids.Length > _ids.Length)
        {
            Array.Resize(ref _ids, Math.Max(2 * _ids.Length, _idEnd + ids.Length));
        }

        ids.CopyTo(_ids.AsSpan(_idEnd));
        _idEnd += ids.Length;
        return _idEnd - ids.Length;
    }

    private readonly record struct Entry(uint Hash, int KeyStart, ushort KeyLength, ushort IdCount, int IdStart);
}
