using Pipeline.Engine.Configuration;
using Pipeline.Modeling.Tokenization.Templates;

namespace Pipeline.Stages.Generate;

/// <summary>Settings of generation.</summary>
public sealed record GenerateOptions
{
    /// <summary>The model's name in tables and the report.</summary>
    [NotASetting]
    public string Model { get; init; } = "";

    /// <summary>How prompts are spelled; that of tokenization.</summary>
    [NotASetting]
    public ChatTemplate Template { get; init; } = ChatTemplates.Default;

    /// <summary>Longest answer, tokens.</summary>
    public int MaxNewTokens { get; init; } = 96;

    /// <summary>Prompts answered at once.</summary>
    public int BatchSize { get; init; } = 32;
}
