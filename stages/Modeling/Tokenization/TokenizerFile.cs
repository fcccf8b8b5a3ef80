using Pipeline.Modeling.Tokenization.Reading;
using Pipeline.Modeling.Tokenization.Tiktoken;
using Pipeline.Modeling.Weights;

namespace Pipeline.Modeling.Tokenization;

/// <summary>Reads the tokenizer of a model folder.</summary>
public static class TokenizerFile
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "tokenizer.json";

    /// <summary>SentencePiece's file, read where there is no <see cref="FileName"/>.</summary>
    public const string SentencePieceFileName = "tokenizer.model";

    /// <summary>What the names of tiktoken's files end in, one of which is read where there is neither.</summary>
    public const string TiktokenExtension = TiktokenVocabulary.Extension;

    /// <summary>Reads the tokenizer of a model folder; see <see cref="Load(string, string)"/>.</summary>
    /// <exception cref="InvalidDataException">A file is missing or malformed, or uses a piece that is not supported; the message names
    /// it.</exception>
    public static ITokenizer Load(string folder) => Load(folder, folder);

    /// <summary>
    /// Reads <c>tokenizer.json</c>, or else <c>tokenizer.model</c> (SentencePiece's, or a tiktoken vocabulary, as the first Llama 3 has
    /// it), or else the one <c>*.tiktoken</c>, with what <c>tokenizer_config.json</c> says of them. What ends a text,
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
        var configuration = TokenizerConfiguration.Read(folder);
        var modelType = ModelType(Path.Combine(modelFolder, EndTokenReader.ModelFileName));
        EndToken[] ends = [.. EndTokenReader.ReadModel(modelFolder), .. EndTokenReader.ReadGeneration(modelFolder)];
        var file =
            Find(folder)
            ?? throw new InvalidDataException(
                $"{folder} has no {FileName}, no {SentencePieceFileName} and no *{TiktokenExtension}. Where there is a vocab.json, transformers makes the "
                    + "first of it: "
                    + "python -c \"from transformers import AutoTokenizer as T; "
                    + $"T.from_pretrained('{folder}').save_pretrained('{folder}')\"."
            );
        var parts = Read(file, configuration, modelType);
        var tokenizer = new TextTokenizer(parts, [.. ends.Select(end => end.Id).Distinct()]);
        return ends.Length > 0 ? RequireKnown(tokenizer, ends)
            : configuration.EndOfText is { } content && tokenizer.TryGetId(content, out var id) ? new TextTokenizer(parts, [id])
            : tokenizer;
    }

    /// <summary>Reads a tokenizer's file in any of the three forms: <c>*.json</c>, a tiktoken vocabulary, or SentencePiece's. What ends a
    /// text is not known.</summary>
    /// <param name="path">The file; what a <c>tokenizer_config.json</c> beside it says counts.</param>
    /// <exception cref="InvalidDataException">It is missing or malformed, or uses a piece that is not supported; the message names
    /// it.</exception>
    public static ITokenizer LoadFile(string path) =>
        new TextTokenizer(Read(path, TokenizerConfiguration.Read(Path.GetDirectoryName(path) ?? ""), null), []);

    /// <summary>The file of a model folder that is read; null where there is none.</summary>
    /// <exception cref="InvalidDataException">There are several tiktoken files and nothing before them; the message names two.</exception>
    internal static string? Find(string folder)
    {
        var named = new[] { FileName, SentencePieceFileName }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (named is not null || !Directory.Exists(folder))
        {
            return named;
        }

        string[] vocabularies = [.. Directory.EnumerateFiles(folder, $"*{TiktokenExtension}").Order(StringComparer.Ordinal)];
        return vocabularies.Length <= 1
            ? vocabularies.FirstOrDefault()
            : throw new InvalidDataException(
                $"{folder} has {Path.GetFileName(vocabularies[0])} and {Path.GetFileName(vocabularies[1])}, expected one vocabulary."
            );
    }

    private static TokenizerParts Read(string path, TokenizerConfiguration configuration, string? modelType)
    {
        var content = ModelFile.ReadAllBytes(path);
        return path.EndsWith(Path.GetExtension(FileName), StringComparison.Ordinal)
                ? configuration.Apply(TokenizerJsonReader.Read(path, content), modelType)
            : TiktokenVocabulary.IsOne(content) || path.EndsWith(TiktokenExtension, StringComparison.Ordinal)
                ? configuration.Apply(TiktokenReader.Read(path, content, null, modelType), modelType)
            : SentencePieceReader.Read(path, content, configuration);
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
