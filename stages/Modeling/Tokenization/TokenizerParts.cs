using Pipeline.Modeling.Tokenization.AddedTokens;
using Pipeline.Modeling.Tokenization.Decoders;
using Pipeline.Modeling.Tokenization.Models;
using Pipeline.Modeling.Tokenization.Normalizers;
using Pipeline.Modeling.Tokenization.PostProcessors;
using Pipeline.Modeling.Tokenization.PreTokenizers;

namespace Pipeline.Modeling.Tokenization;

/// <summary>What a tokenizer is made of.</summary>
/// <param name="Vocabulary">The model's tokens.</param>
/// <param name="Added">Tokens found before the model sees a text.</param>
/// <param name="Normalizer">Rewrites a text; null for none.</param>
/// <param name="PreTokenizer">Puts what cuts a text into words before what encodes them.</param>
/// <param name="Model">Turns words into tokens.</param>
/// <param name="Surrounding">Tokens around a text.</param>
/// <param name="Decoder">Turns tokens into text.</param>
internal sealed record TokenizerParts(
    Vocabulary Vocabulary,
    AddedVocabulary Added,
    INormalizer? Normalizer,
    Func<IWordSink, IWordSink> PreTokenizer,
    ITokenModel Model,
    SurroundingTokens Surrounding,
    IDecoder Decoder
)
{
    /// <summary>The same parts, by which a text is read as one of these tokens only on demand.</summary>
    public TokenizerParts Hiding(IReadOnlySet<int> ids) => this with { Added = Added.Hiding(ids), Model = Model.Hiding(ids) };
}
