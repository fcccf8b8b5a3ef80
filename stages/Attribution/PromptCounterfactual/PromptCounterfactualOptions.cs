namespace Pipeline.Stages.Attribution.PromptCounterfactual;

/// <summary>Settings of the comparison of answers to prompts and to their rephrasings.</summary>
public sealed record PromptCounterfactualOptions
{
    /// <summary>The models, in the order of the tables.</summary>
    public required IReadOnlyList<RephrasedModel> Models { get; init; }

    /// <summary>The least level of a span that counts, as the rephrasings were made by.</summary>
    public int Level { get; init; } = 2;

    /// <summary>How many spans, the strongest evidence first, as the rephrasings were made by.</summary>
    public int Top { get; init; } = 50;
}

/// <summary>A model whose prompts were rephrased.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Series">The name that it shares with the same variant under other seeds.</param>
public sealed record RephrasedModel(string Model, string Series);
