namespace Pipeline.Modeling.Search;

/// <summary>How often word sequences stand in a collection of texts. Words are numbers of one vocabulary; one below 1 is in no
/// sequence.</summary>
public interface INGramCounts
{
    /// <summary>Words of all texts.</summary>
    long TotalWords { get; }

    /// <summary>How often a sequence of at least one word stands in the texts; one that overlaps itself counts at each place.</summary>
    long Count(ReadOnlySpan<int> words);
}
