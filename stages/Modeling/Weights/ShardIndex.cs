using System.Text.Json;
using Pipeline.Modeling.Text;

namespace Pipeline.Modeling.Weights;

/// <summary>Reads a <c>model.safetensors.index.json</c>: which file of a folder holds each tensor.</summary>
internal static class ShardIndex
{
    private const string Key = "weight_map";
    private const string Expected = $"expected an object '{Key}' of tensor names to file names";

    /// <summary>The file's name for each tensor; nothing is said of whether it is there.</summary>
    /// <exception cref="InvalidDataException">The file is not such an index.</exception>
    public static Dictionary<string, string> Read(string path)
    {
        using var document = Parse(path);
        if (
            document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty(Key, out var weights)
            || weights.ValueKind != JsonValueKind.Object
        )
        {
            throw new InvalidDataException($"{path}: {Expected}.");
        }

        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var entry in weights.EnumerateObject())
            {
                if (entry.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
                {
                    throw new InvalidDataException($"{path}: tensor '{entry.Name}' lies in {entry.Value.ValueKind}; {Expected}.");
                }

                if (!map.TryAdd(entry.Name, entry.Value.GetString() ?? ""))
                {
                    throw new InvalidDataException($"{path}: tensor '{entry.Name}' is there twice; {Expected}.");
                }
            }
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidDataException($"{path}: a name has half a surrogate pair or bytes that are not UTF-8; {Expected}.", error);
        }

        return map;
    }

    private static JsonDocument Parse(string path)
    {
        var content = ModelFile.ReadAllBytes(path);
        try
        {
            return JsonDocument.Parse(content);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} is not valid JSON: {JsonFault.Find(content)}; {Expected}.", error);
        }
    }
}
