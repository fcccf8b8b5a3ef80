using System.Text.Json;
using Pipeline.Modeling.Tokenization.Reading;
using Pipeline.Modeling.Weights;

namespace Pipeline.Modeling.Tokenization;

/// <summary>Reads the tokenizer of a model folder.</summary>
public static class TokenizerFile
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "tokenizer.json";

    /// <summary>SentencePiece's file, read where there is no <see cref="FileName"/>.</summary>
    public const string SentencePieceFileName = "tokenizer.model";

    private const string ModelFileName = "config.json";

    /// <summary>
    /// Reads <c>tokenizer.json</c>, or else <c>tokenizer.model</c>, with what <c>tokenizer_config.json</c> says of them. What ends a text,
    /// <c>eos_token_id</c> in <c>config.json</c> says.
    /// </summary>
    /// <exception cref="InvalidDataException">A file is missing or malformed, or uses a piece that is not supported; the message names
    /// it.</exception>
    public static ITokenizer Load(string folder)
    {
        var json = Path.Combine(folder, FileName);
        var model = Path.Combine(folder, SentencePieceFileName);
        var configuration = TokenizerConfiguration.Read(folder);
        var (modelType, end) = Model(Path.Combine(folder, ModelFileName));
        var parts =
            File.Exists(json) ? configuration.Apply(TokenizerJsonReader.Read(json), modelType)
            : File.Exists(model) ? SentencePieceReader.Read(model, configuration)
            : throw new InvalidDataException(
                $"{folder} has no {FileName} and no {SentencePieceFileName}. Where there is a vocab.json, transformers makes the "
                    + "first of it: "
                    + "python -c \"from transformers import AutoTokenizer as T; "
                    + $"T.from_pretrained('{folder}').save_pretrained('{folder}')\"."
            );
        var tokenizer = new TextTokenizer(parts, end);
        return end is null || (end >= 0 && end < tokenizer.VocabularySize)
            ? tokenizer
            : throw new InvalidDataException(
                $"{folder}: eos_token_id is {end}, expected an id of the tokenizer, whose vocabulary has {tokenizer.VocabularySize}."
            );
    }

    /// <summary>The model's family, and the first of the tokens that end its answers.</summary>
    private static (string? Type, int? End) Model(string path) =>
        !File.Exists(path)
            ? default
            : JsonPiece.Read(
                path,
                ModelFile.ReadAllBytes(path),
                root =>
                {
                    var end = root["eos_token_id"];
                    var type = root["model_type"];
                    return (
                        type.IsNull ? null : type.Text(),
                        end.IsNull ? null
                        : end.Element.ValueKind == JsonValueKind.Array
                            ? end.Items().Select(item => item.Integer()).Cast<int?>().FirstOrDefault()
                        : end.Integer()
                    );
                }
            );
}
