namespace Pipeline.Stages.Answers.Judge;

/// <summary>Measures over sequences of case-folded words.</summary>
internal static class WordOverlap
{
    /// <summary>Harmonic mean of precision and recall of words, counted with multiplicity (as SQuAD does); 1 if both are empty.</summary>
    public static double TokenF1(string[] answer, string[] reference)
    {
        var counts = reference.CountBy(word => word).ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
        var shared = 0;
        foreach (var word in answer)
        {
            if (counts.TryGetValue(word, out var left) && left > 0)
            {
                counts[word] = left - 1;
                shared++;
            }
        }

        return F1(shared, answer.Length, reference.Length);
    }

    /// <summary>ROUGE-L: harmonic mean of the longest common subsequence's share of either side (Lin 2004, with β = 1).</summary>
    public static double RougeL(string[] answer, string[] reference) =>
        F1(CommonSubsequence.Length(answer, reference), answer.Length, reference.Length);

    /// <summary>Share of the sequences of <paramref name="length"/> words that occurred earlier in the answer; 0 for a shorter
    /// answer.</summary>
    public static double Repetition(string[] answer, int length)
    {
        var total = answer.Length - length + 1;
        if (total <= 0)
        {
            return 0;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var repeated = Enumerable.Range(0, total).Count(start => !seen.Add(string.Join(' ', answer, start, length)));
        return (double)repeated / total;
    }

    private static double F1(int shared, int answer, int reference) => answer + reference == 0 ? 1 : 2.0 * shared / (answer + reference);
}
