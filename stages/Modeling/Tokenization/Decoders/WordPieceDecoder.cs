namespace Pipeline.Modeling.Tokenization.Decoders;

/// <summary>Joins pieces to words and words by spaces; cleaning takes the space before punctuation and English endings out again.</summary>
internal sealed class WordPieceDecoder(string prefix, bool cleanUp) : IDecoder
{
    private static readonly (string From, string To)[] _cleaning =
    [
        (" .", "."),
        (" ?", "?"),
        (" !", "!"),
        (" ,", ","),
        (" ' ", "'"),
        (" n't", "n't"),
        (" 'm", "'m"),
        (" do not", " don't"),
        (" 's", "'s"),
        (" 've", "'ve"),
        (" 're", "'re"),
    ];

    public List<string> Decode(List<string> tokens) =>
        [
            .. tokens.Select(
                (token, index) =>
                {
                    var text =
                        index == 0 ? token
                        : token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..]
                        : $" {token}";
                    return cleanUp
                        ? _cleaning.Aggregate(text, (current, rule) => current.Replace(rule.From, rule.To, StringComparison.Ordinal))
                        : text;
                }
            ),
        ];
}
