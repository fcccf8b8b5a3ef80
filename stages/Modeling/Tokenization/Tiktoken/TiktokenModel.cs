using System.Text;
using Microsoft.ML.Tokenizers;
using Pipeline.Modeling.Tokenization.Models;

namespace Pipeline.Modeling.Tokenization.Tiktoken;

/// <summary>
/// The byte-pair encoding of a tiktoken vocabulary. Words are encoded by Microsoft.ML.Tokenizers, which is given neither special tokens nor
/// anything to cut by, so that no word can become a control token. Its time grows with the square of a word's length; long words go
/// through <see cref="BpeModel"/>, which gives the same ids.
/// </summary>
internal sealed class TiktokenModel : ITokenModel
{
    /// <summary>Words of more UTF-16 units than this are long; hardly any word of a text is.</summary>
    public const int LongestWord = 128;

    private readonly IReadOnlyList<(byte[] Token, int Rank)> _tokens;
    private readonly Dictionary<int, byte[]> _bytes;
    private readonly Lazy<BpeModel> _merging;

    /// <param name="tokens">The tokens' bytes and ranks; the 256 bytes are among them.</param>
    public TiktokenModel(IReadOnlyList<(byte[] Token, int Rank)> tokens)
    {
        _tokens = tokens;
        _bytes = tokens.ToDictionary(entry => entry.Rank, entry => entry.Token);
        _merging = new Lazy<BpeModel>(Merging);
        using var stream = new MemoryStream();
        using (var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" })
        {
            foreach (var (token, rank) in tokens)
            {
                writer.WriteLine($"{Convert.ToBase64String(token)} {rank}");
            }
        }

        stream.Position = 0;
        Library = TiktokenTokenizer.Create(stream, preTokenizer: null, normalizer: null);
    }

    /// <summary>Encodes words.</summary>
    public TiktokenTokenizer Library { get; }

    /// <summary>The same model by merges.</summary>
    public BpeModel ByMerges => _merging.Value;

    public IWordEncoder NewEncoder() => new TiktokenEncoder(this);

    public byte[]? Spell(int id, bool begins) => _bytes[id];

    /// <summary>A byte's own token is never hidden, for nothing else could stand for the byte.</summary>
    public ITokenModel Hiding(IReadOnlySet<int> ids)
    {
        var rest = _tokens.Where(entry => entry.Token.Length == 1 || !ids.Contains(entry.Rank)).ToList();
        return rest.Count == _tokens.Count ? this : new TiktokenModel(rest);
    }

    /// <summary>Any two neighbours merge that together are a token, that of the lowest rank first; a word that is one is not cut.</summary>
    private BpeModel Merging()
    {
        var vocabulary = new Vocabulary();
        foreach (var (token, rank) in _tokens)
        {
            vocabulary.Add(ByteAlphabet.Spell(token), rank);
        }

        var merges = new List<Merge>();
        foreach (var (text, rank) in vocabulary.Entries)
        {
            for (var middle = 1; middle < text.Length; middle++)
            {
                if (
                    vocabulary.Lookup.TryGetValue(text.AsSpan(0, middle), out var left)
                    && vocabulary.Lookup.TryGetValue(text.AsSpan(middle), out var right)
                )
                {
                    merges.Add(new Merge(left, right, rank, rank));
                }
            }
        }

        return new BpeModel(vocabulary, merges, new UnknownToken(null, Fuse: false, ByteIds: null), isByteLevel: true, ignoreMerges: true);
    }
}
