namespace Pipeline.Modeling.Search;

/// <summary>
/// An interpolated n-gram model of words with hierarchical Dirichlet smoothing (MacKay and Peto 1995; Zhai and Lafferty 2004):
/// P(w | h) = (c(h w) + κ · P(w | h′)) / (c(h) + κ), where h′ is h without its first word, and at the bottom
/// P(w) = (c(w) + κ / V) / (N + κ). Its only statistics are counts of sequences, so that rows can be taken out of it exactly, by taking
/// their counts off: a phrase is then as surprising as to one who never read the rows that hold it. What ends a text or a sentence has the
/// rest of each distribution. Safe for use from several threads.
/// </summary>
/// <param name="corpora">The counts of the texts, over one vocabulary; they are added up.</param>
/// <param name="vocabularySize">V: the number of words that there are.</param>
public sealed class NGramModel(IReadOnlyList<INGramCounts> corpora, long vocabularySize)
{
    /// <summary>The longest sequence that is counted, words.</summary>
    public const int Order = 3;

    /// <summary>κ: as many words as the shorter history is worth.</summary>
    public const double Concentration = 4;

    /// <summary>−Σ ln P of a phrase's words after the words before it, nats; at most <see cref="Order"/> − 1 of those count.</summary>
    /// <param name="words">The words before the phrase, as many as there are in its sentence, and the phrase.</param>
    /// <param name="start">0-based word where the phrase starts; it goes to the end.</param>
    /// <param name="without">The words of the texts that are taken out; numbers below 1 part sentences.</param>
    /// <exception cref="ArgumentException">The texts taken out hold more than there is.</exception>
    public double Measure(ReadOnlySpan<int> words, int start, IEnumerable<ReadOnlyMemory<int>> without)
    {
        var first = Math.Max(0, start - (Order - 1));
        var window = words[first..];
        var counts = Count(window);
        var total = corpora.Sum(corpus => corpus.TotalWords) - Remove(window, without, counts);
        var surprisal = 0.0;
        for (var word = start - first; word < window.Length; word++)
        {
            var probability = (Counted(counts, 1, word) + (Concentration / Math.Max(1, vocabularySize))) / (total + Concentration);
            for (var length = 2; length <= Order && word - length + 1 >= 0 && window[word - length + 1] > 0; length++)
            {
                probability =
                    (Counted(counts, length, word) + (Concentration * probability))
                    / (Counted(counts, length - 1, word - 1) + Concentration);
            }

            surprisal -= Math.Log(probability);
        }

        return surprisal;
    }

    /// <summary>By word of the window, how often the sequences of each length that end there stand in all texts.</summary>
    private long[] Count(ReadOnlySpan<int> window)
    {
        var counts = new long[window.Length * Order];
        for (var word = 0; word < window.Length; word++)
        {
            for (var length = 1; length <= Order && word - length + 1 >= 0 && window[word - length + 1] > 0; length++)
            {
                foreach (var corpus in corpora)
                {
                    counts[(word * Order) + length - 1] += corpus.Count(window.Slice(word - length + 1, length));
                }
            }
        }

        return counts;
    }

    /// <summary>Takes texts off the counts.</summary>
    /// <returns>Words of the texts.</returns>
    private static long Remove(ReadOnlySpan<int> window, IEnumerable<ReadOnlyMemory<int>> without, long[] counts)
    {
        var removed = 0L;
        foreach (var memory in without)
        {
            var text = memory.Span;
            for (var at = 0; at < text.Length; at++)
            {
                if (text[at] <= 0)
                {
                    continue;
                }

                removed++;
                for (var word = window.IndexOf(text[at]); word >= 0; )
                {
                    for (
                        var length = 1;
                        length <= Order && length <= word + 1 && length <= at + 1 && text[at - length + 1] == window[word - length + 1];
                        length++
                    )
                    {
                        counts[(word * Order) + length - 1]--;
                    }

                    var next = window[(word + 1)..].IndexOf(text[at]);
                    word = next < 0 ? -1 : word + 1 + next;
                }
            }
        }

        return removed;
    }

    private static long Counted(long[] counts, int length, int word) =>
        counts[(word * Order) + length - 1] is >= 0 and var count
            ? count
            : throw new ArgumentException("The texts taken out hold a sequence more often than all texts do.", nameof(counts));
}
