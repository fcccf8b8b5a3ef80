using Pipeline.Modeling.Tokenization.Tiktoken;

namespace Pipeline.Modeling.Tokenization;

/// <summary>
/// Says how many tokens a text has, for budgets of an endpoint whose model is not at hand. What a text spells is counted as text; tokens
/// that an endpoint adds of itself, such as those around the messages of a chat, are not in the number. Safe for use from several threads.
/// </summary>
public sealed class TokenCounter
{
    private TokenCounter(ITokenizer tokenizer)
    {
        Tokenizer = tokenizer;
    }

    /// <summary>Encodes the texts.</summary>
    internal ITokenizer Tokenizer { get; }

    /// <summary>Counts by a published encoding, whose vocabulary the program carries.</summary>
    /// <param name="encoding"><c>cl100k_base</c> (GPT-4, GPT-3.5) or <c>o200k_base</c> (GPT-4o and later).</param>
    /// <exception cref="InvalidDataException">It is another one; the message names those that are there.</exception>
    public static TokenCounter ForEncoding(string encoding) =>
        PackagedVocabulary.Find(encoding) is { } tokens
            ? new(new TextTokenizer(TiktokenReader.Read("", tokens, TiktokenEncoding.Find(encoding)!), []))
            : throw new InvalidDataException(
                $"The encoding '{encoding}' has no vocabulary here, expected {PackagedVocabulary.Names}, or a vocabulary's file."
            );

    /// <summary>Counts by a vocabulary's file or by the tokenizer of a model folder.</summary>
    /// <param name="path">A file or a folder; see <see cref="TokenizerFile"/>.</param>
    /// <exception cref="InvalidDataException">It is missing or malformed; the message names it.</exception>
    public static TokenCounter ForPath(string path) =>
        new(Directory.Exists(path) ? TokenizerFile.Load(path) : TokenizerFile.LoadFile(path));

    /// <summary>Tokens of a text.</summary>
    public int Count(string text) => Tokenizer.Encode(text).Length;
}
