namespace Pipeline.Stages.Data.Filter;

/// <summary>What a quality filter goes by.</summary>
public enum QualityScore
{
    /// <summary>A judge's score that stands in the dataset's file, such as AlpaGasus'.</summary>
    Score,

    /// <summary>Words in the response: the longest are a strong baseline (Zhao et al. 2024).</summary>
    ResponseWords,

    /// <summary>Unicode characters in the response.</summary>
    ResponseCharacters,

    /// <summary>Words in instruction and input.</summary>
    RequestWords,

    /// <summary>Different words in the response divided by its words, 0–1: low where it repeats itself.</summary>
    DistinctWords,
}
