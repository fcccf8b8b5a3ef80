namespace Pipeline.Modeling.Search;

/// <summary>
/// Ranks documents by BM25 (Robertson et al. 1994) with Lucene's non-negative inverse document frequency:
/// Σ over the query's terms, repeated ones counted again, of ln(1 + (n − df + ½) / (df + ½)) · tf · (k1 + 1) / (tf + k1 · (1 − b + b ·
/// length / mean length)).
/// A document's side of each product is computed once, so that a search is one of sparse vectors. Safe for use from several threads.
/// </summary>
public sealed class Bm25Index
{
    private readonly Dictionary<string, int> _terms = new(StringComparer.Ordinal);
    private readonly SparseNeighbours _documents;

    /// <summary>An index over documents.</summary>
    /// <param name="documents">The terms of each document, in any order, as often as they occur.</param>
    /// <param name="k1">How soon a repeated term stops to count; 0 for at once.</param>
    /// <param name="b">How far long documents are held down, 0–1.</param>
    /// <param name="groups">The group of each document, those of one group next to each other: of a group only the best document is found.
    /// Null where each is its own.</param>
    public Bm25Index(IReadOnlyList<IReadOnlyList<string>> documents, double k1 = 1.2, double b = 0.75, IReadOnlyList<int>? groups = null)
    {
        var counts = documents.Select(document => Counts(document, add: true)).ToList();
        var frequencies = new int[_terms.Count];
        foreach (var term in counts.SelectMany(document => document.Keys))
        {
            frequencies[term]++;
        }

        var meanLength = documents.Count == 0 ? 0 : documents.Average(document => (double)document.Count);
        _documents = new SparseNeighbours(
            counts
                .Select(
                    (document, row) =>
                    {
                        var length = k1 * (1 - b + (b * documents[row].Count / meanLength));
                        return new SparseVector(
                            [.. document.Keys],
                            [
                                .. document.Select(term =>
                                    (float)(Rarity(documents.Count, frequencies[term.Key]) * term.Value * (k1 + 1) / (term.Value + length))
                                ),
                            ]
                        );
                    }
                )
                .ToList(),
            groups
        );
    }

    /// <summary>The best <paramref name="k"/> documents for each query, best first, equal scores in the order of documents; only those that
    /// share a term.</summary>
    /// <param name="queries">The terms of each query.</param>
    /// <param name="k">How many.</param>
    /// <param name="threads">Threads to compute with.</param>
    public IReadOnlyList<Neighbour[]> Search(IReadOnlyList<IReadOnlyList<string>> queries, int k, int threads) =>
        _documents.Search(
            queries
                .Select(query => Counts(query, add: false))
                .Select(query => new SparseVector([.. query.Keys], [.. query.Values.Select(count => (float)count)]))
                .ToList(),
            k,
            threads
        );

    private static double Rarity(int documents, int frequency) => Math.Log(1 + ((documents - frequency + 0.5) / (frequency + 0.5)));

    private SortedDictionary<int, int> Counts(IReadOnlyList<string> terms, bool add)
    {
        var counts = new SortedDictionary<int, int>();
        foreach (var term in terms)
        {
            if (!_terms.TryGetValue(term, out var number))
            {
                if (!add)
                {
                    continue;
                }

                _terms.Add(term, number = _terms.Count);
            }

            counts[number] = counts.GetValueOrDefault(number) + 1;
        }

        return counts;
    }
}
