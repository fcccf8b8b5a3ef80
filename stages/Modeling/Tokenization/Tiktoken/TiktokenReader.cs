using Pipeline.Modeling.Tokenization.AddedTokens;
using Pipeline.Modeling.Tokenization.Decoders;
using Pipeline.Modeling.Tokenization.Models;
using Pipeline.Modeling.Tokenization.PostProcessors;
using Pipeline.Modeling.Tokenization.Reading;
using Pipeline.Modeling.Weights;

namespace Pipeline.Modeling.Tokenization.Tiktoken;

/// <summary>
/// Reads a tiktoken vocabulary as a tokenizer. Which encoding it is of, its name says, or the number of its tokens, or the model's family;
/// its control tokens are those that <c>tokenizer_config.json</c> lists under <c>added_tokens_decoder</c>, or else the encoding's.
/// </summary>
internal static class TiktokenReader
{
    private const string AddedTokens = "added_tokens_decoder";

    /// <summary>The tokenizer of a file.</summary>
    /// <param name="path">Its path; beside it may be a <c>tokenizer_config.json</c>.</param>
    /// <param name="content">Its content.</param>
    /// <param name="encoding">The encoding's name; null where the file is to tell.</param>
    /// <param name="modelType">The model's family; null where it is not known.</param>
    /// <exception cref="InvalidDataException">A file is malformed, or nothing tells the encoding; the message quotes file and
    /// line.</exception>
    public static TokenizerParts Read(string path, ReadOnlySpan<byte> content, string? encoding, string? modelType)
    {
        var tokens = TiktokenVocabulary.Read(path, content);
        var found = encoding is not null
            ? TiktokenEncoding.Find(encoding)
                ?? throw new InvalidDataException($"The encoding '{encoding}' of {path} is not known, expected {TiktokenEncoding.Names}.")
            : TiktokenEncoding.Find(Path.GetFileNameWithoutExtension(path))
                ?? TiktokenEncoding.All.FirstOrDefault(known => known.Ranks == tokens.Length)
                ?? TiktokenEncoding.Find(modelType)
                ?? throw new InvalidDataException(
                    $"{path} has {tokens.Length} tokens, which tells no encoding; expected the vocabulary of {TiktokenEncoding.Names}, "
                        + $"or one of these names before '{TiktokenVocabulary.Extension}'."
                );
        return Read(path, tokens, found);
    }

    /// <summary>The tokenizer of a vocabulary that was read.</summary>
    /// <param name="path">The file, beside which a <c>tokenizer_config.json</c> may be.</param>
    /// <param name="tokens">The tokens' bytes by rank.</param>
    /// <param name="encoding">The encoding.</param>
    /// <exception cref="InvalidDataException">The configuration is malformed; the message quotes file and key.</exception>
    public static TokenizerParts Read(string path, byte[][] tokens, TiktokenEncoding encoding)
    {
        var vocabulary = new Vocabulary();
        for (var rank = 0; rank < tokens.Length; rank++)
        {
            vocabulary.Add(ByteAlphabet.Spell(tokens[rank]), rank);
        }

        var configuration = Path.Combine(Path.GetDirectoryName(path) ?? "", TokenizerConfiguration.FileName);
        var listed = File.Exists(configuration)
            ? JsonPiece.Read(configuration, ModelFile.ReadAllBytes(configuration), root => Listed(root, tokens.Length))
            : [];
        var special =
            listed.Count > 0 ? listed : [.. encoding.Special.Select(token => Token(token.Content, tokens.Length + token.AfterRanks))];
        var begin = special.Where(token => token.Content == encoding.BeginOfText).Select(token => token.Id).Take(1);
        return new TokenizerParts(
            vocabulary,
            new AddedVocabulary(special, null),
            null,
            encoding.Words,
            new TiktokenModel([.. tokens.Select((token, rank) => (token, rank))]),
            new SurroundingTokens([.. begin], []),
            new ByteLevelDecoder()
        );
    }

    private static AddedToken Token(string content, int id) =>
        new(content, id, IsSpecial: true, IsSingleWord: false, StripsLeft: false, StripsRight: false, IsNormalized: false);

    private static List<AddedToken> Listed(JsonPiece root, int ranks)
    {
        var tokens = new List<AddedToken>();
        if (root[AddedTokens].IsNull)
        {
            return tokens;
        }

        foreach (var (key, token) in root[AddedTokens].Members())
        {
            tokens.Add(
                int.TryParse(key, out var id) && id >= ranks && id <= Vocabulary.HighestId
                    ? AddedTokenReader.Read(token, id)
                    : throw root[AddedTokens].Refused($"the id '{key}', which lies within the {ranks} ranks or is none,")
            );
        }

        return tokens;
    }
}
