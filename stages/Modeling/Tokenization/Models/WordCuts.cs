namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>
/// Where a text without pre-tokenization (SentencePiece's form of BPE) may be cut: at places that no merge can cross. Merging the pieces
/// apart then gives exactly what merging the whole gives, and words repeat where whole texts do not. What holds is read off the merges.
/// </summary>
internal sealed class WordCuts
{
    /// <summary>SentencePiece's sign for a space, U+2581.</summary>
    public const char Space = '\u2581';

    private readonly bool[] _alone = new bool[char.MaxValue + 1];
    private readonly bool _beforeSpace;

    private WordCuts(bool beforeSpace)
    {
        _beforeSpace = beforeSpace;
    }

    /// <summary>What the merges of a vocabulary allow.</summary>
    public static WordCuts Build(Vocabulary vocabulary, IReadOnlyCollection<Merge> merges, SymbolTable symbols, UnknownToken unknown)
    {
        var merging = new bool[char.MaxValue + 1];
        var crossed = false;
        var bytesMerge = false;
        var byteIds = unknown.ByteIds?.ToHashSet() ?? [];
        foreach (var merge in merges)
        {
            var (left, right) = (vocabulary.TokenOf(merge.Left)!, vocabulary.TokenOf(merge.Right)!);
            crossed |= left.Length == 0 || right.Length == 0 || (left[^1] != Space && right[0] == Space);
            bytesMerge |= byteIds.Contains(merge.Left) || byteIds.Contains(merge.Right);
            foreach (var character in left.Concat(right))
            {
                merging[character] = true;
            }
        }

        var cuts = new WordCuts(!crossed && symbols.Find(Space) >= 0);
        var spelledInBytes = unknown.ByteIds is { } ids && !bytesMerge && ids.All(id => id >= 0);
        for (var character = 0; character <= char.MaxValue; character++)
        {
            // Half of a surrogate pair is no character: such pairs stay inside their word.
            cuts._alone[character] =
                !merging[character] && !char.IsSurrogate((char)character) && (symbols.Find((char)character) >= 0 || spelledInBytes);
        }

        return cuts;
    }

    /// <summary>The end of the word that begins at a place.</summary>
    public int End(ReadOnlySpan<char> text, int start)
    {
        if (_alone[text[start]])
        {
            return start + 1;
        }

        var i = start + 1;
        while (i < text.Length && !_alone[text[i]] && !(_beforeSpace && text[i] == Space && text[i - 1] != Space))
        {
            i++;
        }

        return i;
    }
}
