namespace Pipeline.Modeling.Tokenization.Decoders;

/// <summary>Turns SentencePiece's signs into spaces; those of the first token are the tokenizer's own and go.</summary>
/// <param name="sign">The sign for a space.</param>
/// <param name="dropsFirst">Whether the tokenizer puts a sign before a text.</param>
internal sealed class MetaspaceDecoder(char sign, bool dropsFirst) : IDecoder
{
    public List<string> Decode(List<string> tokens) =>
        [
            .. tokens.Select(
                (token, index) =>
                    index == 0 && dropsFirst ? token.Replace(sign.ToString(), "", StringComparison.Ordinal) : token.Replace(sign, ' ')
            ),
        ];
}
