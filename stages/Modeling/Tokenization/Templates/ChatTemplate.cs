namespace Pipeline.Modeling.Tokenization.Templates;

/// <summary>
/// How a conversation is spelled for a model. A template is data: each piece is a text with <c>{content}</c> where the turn goes;
/// <c>{bos}</c> and
/// <c>{eos}</c> stand for the model's own begin and end of text. What <see cref="SpecialTokens"/> lists is placed as tokens; what the
/// content of a turn spells never is.
/// </summary>
public sealed record ChatTemplate
{
    /// <summary>A system message, with <c>{content}</c>; empty where the template has no such turn.</summary>
    public string System { get; init; } = "";

    /// <summary>The first user turn of a conversation that has a system message, with <c>{system}</c> and <c>{content}</c>; empty for
    /// <see cref="System"/> and <see cref="User"/>.</summary>
    public string FirstUser { get; init; } = "";

    /// <summary>A user turn, with <c>{content}</c>.</summary>
    public string User { get; init; } = "{content}\n";

    /// <summary>How an instruction and its separate input become the content of a turn, with <c>{instruction}</c> and
    /// <c>{input}</c>.</summary>
    public string Input { get; init; } = "{instruction}\n{input}";

    /// <summary>
    /// An assistant turn, with <c>{content}</c>. The model learns to write from there on, spaces directly before it included, up to the
    /// first special token after it, which ends an answer; without one, <c>{eos}</c> does.
    /// </summary>
    public string Assistant { get; init; } = "{content}{eos}\n";

    /// <summary>Used where the data has no system message; empty for none.</summary>
    public string DefaultSystem { get; init; } = "";

    /// <summary>Used instead where the instruction has an input; empty for <see cref="DefaultSystem"/>.</summary>
    public string DefaultSystemWithInput { get; init; } = "";

    /// <summary>Texts in the pieces that are special tokens; the tokenizer must have each.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [];
}
