namespace Pipeline.Modeling.Tokenization;

/// <summary>What a byte-level <c>tokenizer.json</c> says.</summary>
/// <param name="Vocabulary">Tokens of the model and their ids.</param>
/// <param name="Merges">Pairs in order of priority, each "left right".</param>
/// <param name="SpecialTokens">Special tokens and their ids.</param>
/// <param name="WordPattern">Regular expression whose matches are encoded one by one.</param>
/// <param name="BeginOfText">Token expected before every text; null for none.</param>
/// <param name="EndOfText">Token that ends a text.</param>
internal sealed record TokenizerParts(
    IReadOnlyDictionary<string, int> Vocabulary,
    IReadOnlyList<string> Merges,
    IReadOnlyDictionary<string, int> SpecialTokens,
    string WordPattern,
    int? BeginOfText,
    int EndOfText);
