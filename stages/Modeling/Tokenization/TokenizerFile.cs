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

    /// <summary>Reads the tokenizer of a model folder; see <see cref="Load(string, string)"/>.</summary>
    /// <exception cref="InvalidDataException">A file is missing or malformed, or uses a piece that is not supported; the message names
    /// it.</exception>
    public static ITokenizer Load(string folder) => Load(folder, folder);

    /// <summary>
    /// Reads <c>tokenizer.json</c>, or else <c>tokenizer.model</c>, with what <c>tokenizer_config.json</c> says of them. What ends a text,
    /// <c>eos_token_id</c> says in the model's <c>config.json</c> and <c>generation_config.json</c>; where neither does, the tokenizer's
    /// <c>eos_token</c>.
    /// </summary>
    /// <param name="folder">The folder with the tokenizer's files.</param>
    /// <param name="modelFolder">The folder with the configuration of the model that reads and writes the ids; another one for an adapter
    /// that brings a tokenizer, or a checkpoint that brings none.</param>
    /// <exception cref="InvalidDataException">A file is missing or malformed, or uses a piece that is not supported; the message names
    /// it.</exception>
    public static ITokenizer Load(string folder, string modelFolder)
    {
        var json = Path.Combine(folder, FileName);
        var model = Path.Combine(folder, SentencePieceFileName);
        var configuration = TokenizerConfiguration.Read(folder);
        var modelType = ModelType(Path.Combine(modelFolder, EndTokenReader.ModelFileName));
        EndToken[] ends = [.. EndTokenReader.ReadModel(modelFolder), .. EndTokenReader.ReadGeneration(modelFolder)];
        var parts =
            File.Exists(json) ? configuration.Apply(TokenizerJsonReader.Read(json), modelType)
            : File.Exists(model) ? SentencePieceReader.Read(model, configuration)
            : throw new InvalidDataException(
                $"{folder} has no {FileName} and no {SentencePieceFileName}. Where there is a vocab.json, transformers makes the "
                    + "first of it: "
                    + "python -c \"from transformers import AutoTokenizer as T; "
                    + $"T.from_pretrained('{folder}').save_pretrained('{folder}')\"."
            );
        var tokenizer = new TextTokenizer(parts, [.. ends.Select(end => end.Id).Distinct()]);
        return ends.Length > 0 ? RequireKnown(tokenizer, ends)
            : configuration.EndOfText is { } content && tokenizer.TryGetId(content, out var id) ? new TextTokenizer(parts, [id])
            : tokenizer;
    }

    private static TextTokenizer RequireKnown(TextTokenizer tokenizer, EndToken[] ends)
    {
        foreach (var end in ends.Where(end => end.Id < 0 || end.Id >= tokenizer.VocabularySize))
        {
            throw new InvalidDataException(
                $"{end.Place} is {end.Id}, expected an id of the tokenizer, whose vocabulary has {tokenizer.VocabularySize}."
            );
        }

        return tokenizer;
    }

    /// <summary>The model's family; null where nothing says it.</summary>
    private static string? ModelType(string path) =>
        File.Exists(path)
            ? JsonPiece.Read(path, ModelFile.ReadAllBytes(path), root => root["model_type"] is { IsNull: false } type ? type.Text() : null)
            : null;
}
