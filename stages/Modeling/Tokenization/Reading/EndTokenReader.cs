using System.Text.Json;
using Pipeline.Modeling.Weights;

namespace Pipeline.Modeling.Tokenization.Reading;

/// <summary>
/// Which tokens end what a model writes: <c>eos_token_id</c>, one id or a list, in <c>config.json</c> and in <c>generation_config.json</c>.
/// Chat models often name the end of a turn in the second alone, and the end of a document in the first.
/// </summary>
internal static class EndTokenReader
{
    /// <summary>The file of a model folder that says how its makers let it generate.</summary>
    public const string GenerationFileName = "generation_config.json";

    /// <summary>The file of a model folder that says what the model is.</summary>
    public const string ModelFileName = "config.json";

    /// <summary>The key that names the tokens.</summary>
    public const string Key = "eos_token_id";

    /// <summary>Published files have a few hundred bytes.</summary>
    private const int MaximumBytes = 1 << 20;

    /// <summary>The tokens that <c>config.json</c> of a folder names; none where there is no such file.</summary>
    /// <exception cref="InvalidDataException">The file is no JSON object, or an id is no whole number; the message quotes file and
    /// key.</exception>
    public static IReadOnlyList<EndToken> ReadModel(string folder)
    {
        var path = Path.Combine(folder, ModelFileName);
        return File.Exists(path) ? JsonPiece.Read(path, ModelFile.ReadAllBytes(path), Read) : [];
    }

    /// <summary>The tokens that <c>generation_config.json</c> of a folder names; none where there is no such file.</summary>
    /// <exception cref="InvalidDataException">The file is too large or no JSON object, or an id is no whole number; the message quotes file
    /// and key.</exception>
    public static IReadOnlyList<EndToken> ReadGeneration(string folder)
    {
        var path = Path.Combine(folder, GenerationFileName);
        if (!File.Exists(path))
        {
            return [];
        }

        var bytes = new FileInfo(path).Length;
        return bytes <= MaximumBytes
            ? JsonPiece.Read(path, ModelFile.ReadAllBytes(path), Read)
            : throw new InvalidDataException($"{path} has {bytes} bytes, expected at most {MaximumBytes}.");
    }

    /// <summary>The tokens that a configuration names, in its order.</summary>
    /// <exception cref="InvalidDataException">An id is no whole number; the message quotes file and key.</exception>
    private static IReadOnlyList<EndToken> Read(JsonPiece root)
    {
        var named = root[Key];
        return named.IsNull ? []
            : named.Element.ValueKind == JsonValueKind.Array ? [.. named.Items().Select(Token)]
            : [Token(named)];
    }

    private static EndToken Token(JsonPiece id) =>
        id.Element is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value)
            ? new EndToken(value, id.Location)
            : throw id.Wrong("a token id or a list of them");
}
