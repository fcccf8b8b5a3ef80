namespace Pipeline.Modeling.Search;

/// <summary>
/// Ranks documents by BM25 (Robertson et al. 1994) with Lucene's non-negative inverse document frequency:
/// Σ over the query's terms, repeated ones counted again, of ln(1 + (n − df + ½) / (df + ½)) · tf · (k1 + 1) / (tf + k1 · (1 − b + b ·
/// length / mean length)).
/// A document's side of each product is computed once, so that a search is one of sparse vectors. Safe for use from several threads.
/// </summary>
public sealed class Bm25Index
{
    private readonly Bm25Postings _postings;
    private readonly SparseNeighbours _documents;

    /// <summary>An index over documents.</summary>
    /// <param name="documents">The terms of each document, in any order, as often as they occur.</param>
    /// <param name="k1">How soon a repeated term stops to count; 0 for at once.</param>
    /// <param name="b">How far long documents are held down, 0–1.</param>
    /// <param name="groups">The group of each document, those of one group next to each other: of a group only the best document is found.
    /// Null where each is its own.</param>
    public Bm25Index(IReadOnlyList<IReadOnlyList<string>> documents, double k1 = 1.2, double b = 0.75, IReadOnlyList<int>? groups = null)
        : this(Bm25Postings.Build(documents), k1, b, groups) { }

    /// <summary>An index over documents whose terms are counted already.</summary>
    /// <param name="postings">Their terms.</param>
    /// <param name="k1">How soon a repeated term stops to count; 0 for at once.</param>
    /// <param name="b">How far long documents are held down, 0–1.</param>
    /// <param name="groups">The group of each document, as above.</param>
    public Bm25Index(Bm25Postings postings, double k1 = 1.2, double b = 0.75, IReadOnlyList<int>? groups = null)
    {
        _postings = postings;
        var lengths = postings.Lengths;
        var meanLength = lengths.Count == 0 ? 0 : lengths.Average(length => (double)length);
        var values = new float[postings.Documents.Length];
        for (var term = 0; term < postings.Terms.Count; term++)
        {
            var rarity = Rarity(lengths.Count, postings.Starts[term + 1] - postings.Starts[term]);
            for (var i = postings.Starts[term]; i < postings.Starts[term + 1]; i++)
            {
                var length = k1 * (1 - b + (b * lengths[postings.Documents[i]] / meanLength));
                values[i] = (float)(rarity * postings.Counts[i] * (k1 + 1) / (postings.Counts[i] + length));
            }
        }

        _documents = new SparseNeighbours(lengths.Count, postings.Starts, postings.Documents, values, groups);
    }

    /// <summary>The best <paramref name="k"/> documents for each query, best first, equal scores in the order of documents; only those that
    /// share a term.</summary>
    /// <param name="queries">The terms of each query.</param>
    /// <param name="k">How many.</param>
    /// <param name="threads">Threads to compute with.</param>
    public IReadOnlyList<Neighbour[]> Search(IReadOnlyList<IReadOnlyList<string>> queries, int k, int threads) =>
        _documents.Search(
            queries
                .Select(Counts)
                .Select(query => new SparseVector([.. query.Keys], [.. query.Values.Select(count => (float)count)]))
                .ToList(),
            k,
            threads
        );

    private static double Rarity(int documents, int frequency) => Math.Log(1 + ((documents - frequency + 0.5) / (frequency + 0.5)));

    private SortedDictionary<int, int> Counts(IReadOnlyList<string> terms)
    {
        var counts = new SortedDictionary<int, int>();
        foreach (var term in terms)
        {
            if (_postings.TryGetNumber(term, out var number))
            {
                counts[number] = counts.GetValueOrDefault(number) + 1;
            }
        }

        return counts;
    }
}
