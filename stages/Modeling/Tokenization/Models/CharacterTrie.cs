namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>Tokens by their characters, for finding all that begin at a place. Built once.</summary>
internal sealed class CharacterTrie
{
    /// <summary>The node where tokens begin.</summary>
    public const int Root = 0;

    /// <summary>No node, or no token.</summary>
    public const int None = -1;

    private readonly List<int> _tokens = [None];
    private ulong[] _keys = new ulong[1 << 10];
    private int[] _children = new int[1 << 10];
    private int _count;

    /// <summary>Adds a token; of two of the same characters the later counts.</summary>
    public void Add(string token, int id)
    {
        var node = Root;
        foreach (var character in token)
        {
            node = Child(node, character) is var child and not None ? child : NewChild(node, character);
        }

        _tokens[node] = id;
    }

    /// <summary>The node one character further; <see cref="None"/> where no token goes on so.</summary>
    public int Child(int node, char character)
    {
        var key = Key(node, character);
        var mask = _keys.Length - 1;
        for (var slot = Slot(key, mask); _keys[slot] != 0; slot = (slot + 1) & mask)
        {
            if (_keys[slot] == key)
            {
                return _children[slot];
            }
        }

        return None;
    }

    /// <summary>The token that ends at a node; <see cref="None"/> where none does.</summary>
    public int TokenAt(int node) => _tokens[node];

    private static ulong Key(int node, char character) => ((ulong)(uint)node << 16 | character) + 1;

    private static int Slot(ulong key, int mask)
    {
        key *= 0x9E3779B97F4A7C15;
        return (int)(key >> 32) & mask;
    }

    private int NewChild(int node, char character)
    {
        if (2 * _count >= _keys.Length)
        {
            Grow();
        }

        _tokens.Add(None);
        Put(Key(node, character), _tokens.Count - 1);
        _count++;
        return _tokens.Count - 1;
    }

    private void Put(ulong key, int child)
    {
        var mask = _keys.Length - 1;
        var slot = Slot(key, mask);
        while (_keys[slot] != 0)
        {
            slot = (slot + 1) & mask;
        }

        _keys[slot] = key;
        _children[slot] = child;
    }

    private void Grow()
    {
        var (keys, children) = (_keys, _children);
        _keys = new ulong[2 * keys.Length];
        _children = new int[2 * keys.Length];
        for (var slot = 0; slot < keys.Length; slot++)
        {
            if (keys[slot] != 0)
            {
                Put(keys[slot], children[slot]);
            }
        }
    }
}
