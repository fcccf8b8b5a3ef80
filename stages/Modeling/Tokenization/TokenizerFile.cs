using System.Text.Json;
using Pipeline.Modeling.Tokenization.Reading;

namespace Pipeline.Modeling.Tokenization;

/// <summary>Reads the tokenizer of a model folder.</summary>
public static class TokenizerFile
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "tokenizer.json";

    /// <summary>SentencePiece's file, read where there is no <see cref="FileName"/>.</summary>
    public const string SentencePieceFileName = "tokenizer.model";

    /// <summary>
    /// Reads <c>tokenizer.json</c>, or else <c>tokenizer.model</c>. What begins a text the tokenizer itself says; what ends one,
    /// <c>eos_token_id</c> in <c>config.json</c>.
    /// </summary>
    /// <exception cref="InvalidDataException">A file is missing or malformed, or uses a piece that is not supported; the message names it.</exception>
    public static ITokenizer Load(string folder)
    {
        var json = Path.Combine(folder, FileName);
        var model = Path.Combine(folder, SentencePieceFileName);
        var parts = File.Exists(json) ? TokenizerJsonReader.Read(json)
            : File.Exists(model) ? SentencePieceReader.Read(model)
            : throw new InvalidDataException(
                $"{folder} has no {FileName} and no {SentencePieceFileName}. Where there is a vocab.json, transformers makes the first of it: "
                + $"python -c \"from transformers import AutoTokenizer as T; T.from_pretrained('{folder}').save_pretrained('{folder}')\".");
        var end = EndOfText(Path.Combine(folder, "config.json"));
        var tokenizer = new TextTokenizer(parts, end);
        return end is null || (end >= 0 && end < tokenizer.VocabularySize)
            ? tokenizer
            : throw new InvalidDataException($"{folder}: eos_token_id is {end}, expected an id of the tokenizer, whose vocabulary has {tokenizer.VocabularySize}.");
    }

    private static int? EndOfText(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var piece = new JsonPiece(path, "", document.RootElement)["eos_token_id"];
            return piece.IsNull ? null : piece.Element.ValueKind == JsonValueKind.Array ? piece.Items().First().Integer() : piece.Integer();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path} cannot be read: {error.Message}", error);
        }
    }
}
