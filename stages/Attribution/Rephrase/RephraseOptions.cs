namespace Pipeline.Stages.Attribution.Rephrase;

/// <summary>Settings of the rephrasing of prompts whose answers borrowed.</summary>
public sealed record RephraseOptions
{
    /// <summary>The least level of a span that counts: 1 stands in a row, 2 is called borrowed, 3 has a shifted content word
    /// besides.</summary>
    public int Level { get; init; } = 2;

    /// <summary>How many spans, the strongest evidence first.</summary>
    public int Top { get; init; } = 50;

    /// <summary>Seed of the words that are put in place of others.</summary>
    public int Seed { get; init; }

    /// <summary>The user's file of rephrasings as the configuration spells it; null for those of the rule.</summary>
    public string? File { get; init; }

    /// <summary>Which of the file's fields hold those of a rephrasing, such as <c>rephrased: text</c>.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>Rows of a part at most.</summary>
    public int PartRows { get; init; } = 256;
}
