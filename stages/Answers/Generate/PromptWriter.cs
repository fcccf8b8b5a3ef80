using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Answers.Generate;

/// <summary>
/// What a model reads: the chat template, or, as URIAL does it for models that were never tuned (Lin et al. 2024), a text with examples and
/// the request under the heading that the examples have.
/// </summary>
internal sealed class PromptWriter(GenerateOptions options, ITokenizer tokenizer)
{
    private const string Fence = "```";

    private readonly ConversationEncoder _encoder = new(tokenizer, options.Template);

    /// <summary>The tokens that end an answer: the template's, the model's own and the settings'.</summary>
    public IReadOnlySet<int> EndTokens => new HashSet<int>([.. _encoder.EndTokens, .. options.StopIds]);

    /// <summary>Texts that end an answer: the settings', and in context the fence that closes it.</summary>
    public IReadOnlyList<string> StopStrings => options.InContext is null ? options.StopStrings : [.. options.StopStrings, Fence];

    /// <summary>The prompt's token ids.</summary>
    public int[] Write(InstanceRow prompt) =>
        options.InContext is { } examples
            ? _encoder.Bare($"{examples.TrimEnd()}\n\n# Query:\n{Fence}\n{prompt.RequestText()}\n{Fence}\n\n# Answer:\n{Fence}\n")
            : _encoder.Prompt(prompt.ToConversation());

    /// <summary>The answer's text without what ended it.</summary>
    public string TextOf(string decoded) => options.InContext is null ? decoded : decoded.TrimEnd();
}
