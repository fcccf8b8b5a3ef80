using System.ComponentModel.DataAnnotations;
using Pipeline.Modeling.Tokenization.Templates;

namespace Pipeline.Stages.Data.Tokenize;

/// <summary>Settings of tokenization.</summary>
public sealed record TokenizeOptions
{
    /// <summary>How conversations are spelled: alpaca, plain, vicuna, llama2, llama3, chatml, zephyr, mistral, mistral-v3, gemma, phi3, or
    /// one of <see cref="Templates"/>.</summary>
    public string Template { get; init; } = "alpaca";

    /// <summary>Templates of one's own, by name.</summary>
    public IReadOnlyDictionary<string, ChatTemplate> Templates { get; init; } = new Dictionary<string, ChatTemplate>();

    /// <summary>The longest training sequence, tokens; what is beyond is cut off, counted and reported.</summary>
    [Range(1, 1_000_000)]
    public int MaxLength { get; init; } = 512;

    /// <summary>The template that <see cref="Template"/> names.</summary>
    /// <exception cref="InvalidDataException">There is none; the message lists those there are.</exception>
    public ChatTemplate FindTemplate() => ChatTemplates.Named(Template, Templates);
}
