namespace Pipeline.Modeling.Tokenization.Templates;

/// <summary>One piece of a rendered conversation; pieces are tokenized apart and joined, so that the loss mask follows them
/// exactly.</summary>
/// <param name="Text">Its text, or a special token's content.</param>
/// <param name="IsLabel">Whether the model learns to write it.</param>
/// <param name="IsSpecial">Whether it is a special token that the template places; in the text of a dataset the same characters stay
/// text.</param>
internal readonly record struct TemplatePiece(string Text, bool IsLabel = false, bool IsSpecial = false);
