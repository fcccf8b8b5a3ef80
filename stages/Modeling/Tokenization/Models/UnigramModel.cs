namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>A unigram language model over pieces (Kudo 2018): a word is cut where the sum of its pieces' log-probabilities is
/// highest.</summary>
internal sealed class UnigramModel : ITokenModel
{
    /// <summary>How far below the least likely piece an unknown character lies, nats.</summary>
    private const double UnknownPenalty = 10;

    public UnigramModel(Vocabulary vocabulary, double[] scores, UnknownToken unknown)
    {
        Vocabulary = vocabulary;
        Scores = scores;
        Unknown = unknown;
        UnknownScore = scores.Min() - UnknownPenalty;
        foreach (var (token, id) in vocabulary.Entries.Where(entry => entry.Key.Length > 0))
        {
            Trie.Add(token, id);
        }
    }

    public Vocabulary Vocabulary { get; }

    /// <summary>Log-probabilities by id.</summary>
    public double[] Scores { get; }

    public double UnknownScore { get; }

    public UnknownToken Unknown { get; }

    public CharacterTrie Trie { get; } = new();

    public IWordEncoder NewEncoder() => new UnigramEncoder(this);

    public byte[]? Spell(int id, bool begins) => Unknown.Spell(id, Vocabulary);

    public ITokenModel Hiding(IReadOnlySet<int> ids) => new UnigramModel(Vocabulary.Hiding(ids), Scores, Unknown);
}
