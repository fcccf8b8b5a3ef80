using System.Text;

namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>Finds the likeliest cut of a word (Viterbi); of equal ones the one found first, as in the reference implementation.</summary>
internal sealed class UnigramEncoder(UnigramModel model) : IWordEncoder
{
    private const int Unreached = -1;

    private Step[] _best = new Step[64];
    private readonly List<Range> _pieces = [];

    public void Encode(ReadOnlySpan<char> word, IdList ids)
    {
        Search(word);
        Trace(word.Length);
        for (var i = _pieces.Count - 1; i >= 0; i--)
        {
            Write(word[_pieces[i]], ids);
        }
    }

    private void Search(ReadOnlySpan<char> word)
    {
        if (_best.Length <= word.Length)
        {
            _best = new Step[2 * word.Length];
        }

        _best.AsSpan(0, word.Length + 1).Fill(new Step(0, Unreached, 0));
        for (int start = 0, length; start < word.Length; start += length)
        {
            length = LengthOfCharacter(word, start);
            var score = _best[start].Score;
            var reachedNext = false;
            var node = CharacterTrie.Root;
            for (var end = start; end < word.Length; end++)
            {
                node = model.Trie.Child(node, word[end]);
                if (node == CharacterTrie.None)
                {
                    break;
                }

                if (model.Trie.TokenAt(node) is var id and not CharacterTrie.None)
                {
                    Offer(end + 1, score + model.Scores[id], start, id);
                    reachedNext |= end + 1 - start == length;
                }
            }

            if (!reachedNext)
            {
                Offer(start + length, score + model.UnknownScore, start, model.Unknown.Id!.Value);
            }
        }
    }

    private void Offer(int end, double score, int start, int id)
    {
        ref var best = ref _best[end];
        if (best.Start == Unreached || score > best.Score)
        {
            best = new Step(score, start, id);
        }
    }

    /// <summary>The pieces from last to first; neighbouring unknown characters are one.</summary>
    private void Trace(int end)
    {
        _pieces.Clear();
        while (end > 0)
        {
            var start = _best[end].Start;
            while (model.Unknown.Fuse && _best[end].Id == model.Unknown.Id && start > 0 && _best[start].Id == model.Unknown.Id)
            {
                start = _best[start].Start;
            }

            _pieces.Add(start..end);
            end = start;
        }
    }

    private void Write(ReadOnlySpan<char> piece, IdList ids)
    {
        if (model.Vocabulary.Lookup.TryGetValue(piece, out var id))
        {
            ids.Add(id);
            return;
        }

        Span<byte> utf8 = piece.Length <= 64 ? stackalloc byte[192] : new byte[3 * piece.Length];
        utf8 = utf8[..Encoding.UTF8.GetBytes(piece, utf8)];
        if (model.Unknown.ByteIds is not { } byteIds || !AllThere(utf8, byteIds))
        {
            ids.Add(model.Unknown.Id!.Value);
            return;
        }

        foreach (var value in utf8)
        {
            ids.Add(byteIds[value]);
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

    private static int LengthOfCharacter(ReadOnlySpan<char> word, int index) =>
        index + 1 < word.Length && char.IsSurrogatePair(word[index], word[index + 1]) ? 2 : 1;

    private record struct Step(double Score, int Start, int Id);
}
