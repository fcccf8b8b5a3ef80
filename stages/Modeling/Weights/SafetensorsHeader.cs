using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Pipeline.Modeling.Text;
using TorchSharp;

namespace Pipeline.Modeling.Weights;

/// <summary>
/// Reads a safetensors header: an eight-byte length, JSON that gives each tensor's type, shape and byte range, then the data. The file is
/// hostile until checked: ranges must lie in the file, fit their shapes, neither overlap nor leave gaps.
/// </summary>
internal static class SafetensorsHeader
{
    private const int LengthBytes = 8;
    private const int MaximumHeader = 100 << 20;
    private const int MostDepth = 8;
    private const string MetadataKey = "__metadata__";

    public static IReadOnlyDictionary<string, TensorEntry> Read(string path, SafeFileHandle handle)
    {
        var fileLength = RandomAccess.GetLength(handle);
        Span<byte> prefix = stackalloc byte[LengthBytes];
        if (fileLength < LengthBytes)
        {
            throw new InvalidDataException($"{path} is no safetensors file: it has {fileLength} bytes.");
        }

        FileBytes.Fill(path, handle, 0, prefix);
        if (prefix.SequenceEqual("version "u8))
        {
            throw new InvalidDataException(
                $"{path} is a pointer of Git LFS, not the weights; fetch them, for example with 'git lfs pull' in "
                    + $"{Path.GetDirectoryName(path)}."
            );
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaximumHeader || (long)length > fileLength - LengthBytes)
        {
            throw new InvalidDataException($"{path}: the header claims {length} bytes, the file has {fileLength - LengthBytes} after it.");
        }

        var header = new byte[length];
        FileBytes.Fill(path, handle, LengthBytes, header);
        return Parse(path, header, fileLength);
    }

    /// <summary>Parses the JSON of a header for a file of a length in bytes.</summary>
    public static IReadOnlyDictionary<string, TensorEntry> Parse(string path, ReadOnlyMemory<byte> header, long fileLength)
    {
        using var document = Json(path, header);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw Malformed(path, $"it is {Kind(document.RootElement)}, expected an object");
        }

        var data = LengthBytes + header.Length;
        var entries = new Dictionary<string, TensorEntry>(StringComparer.Ordinal);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            var name = Text(path, () => property.Name);
            if (name != MetadataKey && !entries.TryAdd(name, Entry(path, name, property.Value, data, fileLength)))
            {
                throw new InvalidDataException($"{path}: tensor '{name}' is there twice.");
            }
        }

        CheckRanges(path, entries.Values, data, fileLength);
        return entries;
    }

    private static JsonDocument Json(string path, ReadOnlyMemory<byte> header)
    {
        try
        {
            return JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = MostDepth });
        }
        catch (JsonException error)
        {
            throw Malformed(path, $"it is not valid JSON: {JsonFault.Find(header.Span, MostDepth)}", error);
        }
    }

    private static InvalidDataException Malformed(string path, string problem, Exception? error = null) =>
        new($"{path}: the header is not what safetensors defines: {problem}.", error);

    private static string Text(string path, Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException error)
        {
            throw Malformed(path, "a name has half a surrogate pair or bytes that are not UTF-8", error);
        }
    }

    /// <summary>The whole numbers of a list in a tensor's description.</summary>
    private static List<long> Integers(string path, string name, JsonElement tensor, string key)
    {
        var list = Member(path, name, tensor, key, JsonValueKind.Array);
        return list.EnumerateArray()
            .Select(item =>
                item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number)
                    ? number
                    : throw Malformed(path, $"{key} of tensor '{name}' holds {Kind(item)}, expected whole numbers")
            )
            .ToList();
    }

    private static JsonElement Member(string path, string name, JsonElement tensor, string key, JsonValueKind kind)
    {
        if (tensor.ValueKind != JsonValueKind.Object)
        {
            throw Malformed(path, $"tensor '{name}' is {Kind(tensor)}, expected an object");
        }

        if (!tensor.TryGetProperty(key, out var value))
        {
            throw Malformed(path, $"tensor '{name}' has no {key}");
        }

        return value.ValueKind == kind
            ? value
            : throw Malformed(
                path,
                $"{key} of tensor '{name}' is {Kind(value)}, expected {(kind == JsonValueKind.Array ? "a list of whole numbers" : "a text")}"
            );
    }

    private static string Kind(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText() is { Length: > 40 } text ? $"{text.AsSpan(0, 40)}…" : value.GetRawText(),
            JsonValueKind.String => "a text",
            JsonValueKind.Array => "a list",
            JsonValueKind.Object => "an object",
            _ => value.GetRawText(),
        };

    private static TensorEntry Entry(string path, string name, JsonElement tensor, long data, long fileLength)
    {
        var spelled = Text(path, () => Member(path, name, tensor, "dtype", JsonValueKind.String).GetString()!);
        var type =
            TypeOf(spelled)
            ?? throw new InvalidDataException(
                $"{path}: tensor '{name}' has type {spelled}; expected F64, F32, F16, BF16, I64, I32, U8 or BOOL."
            );
        var shape = Integers(path, name, tensor, "shape");
        var offsets = Integers(path, name, tensor, "data_offsets");
        if (offsets is not [>= 0 and var begin, var end] || end < begin || end > fileLength - data || shape.Any(size => size < 0))
        {
            throw new InvalidDataException(
                $"{path}: tensor '{name}' lies at [{string.Join(", ", offsets)}], outside of the {fileLength - data} bytes of data."
            );
        }

        var expected = shape.Aggregate((UInt128)type.ElementSize(), (product, size) => Product(path, name, product, size));
        return (UInt128)(end - begin) == expected
            ? new TensorEntry(name, type, shape, data + begin, end - begin)
            : throw new InvalidDataException(
                $"{path}: tensor '{name}' of shape [{string.Join(", ", shape)}] needs {expected} bytes but has {end - begin}."
            );
    }

    /// <summary>Bytes of one more dimension; no file reaches the limit, which keeps the next product within its type.</summary>
    private static UInt128 Product(string path, string name, UInt128 product, long size) =>
        product * (UInt128)size is var bytes && bytes <= long.MaxValue
            ? bytes
            : throw Malformed(path, $"shape of tensor '{name}' needs more bytes than any file has");

    private static void CheckRanges(string path, IEnumerable<TensorEntry> entries, long data, long fileLength)
    {
        var at = data;
        foreach (var entry in entries.OrderBy(entry => entry.Offset).ThenBy(entry => entry.Bytes))
        {
            if (entry.Offset != at)
            {
                throw new InvalidDataException(
                    $"{path}: tensor '{entry.Name}' {(entry.Offset < at ? "overlaps its neighbour" : "leaves a gap before it")}."
                );
            }

            at += entry.Bytes;
        }

        if (at != fileLength)
        {
            throw new InvalidDataException($"{path}: {fileLength - at} bytes after the last tensor belong to none.");
        }
    }

    private static torch.ScalarType? TypeOf(string? name) =>
        name switch
        {
            "F64" => torch.ScalarType.Float64,
            "F32" => torch.ScalarType.Float32,
            "F16" => torch.ScalarType.Float16,
            "BF16" => torch.ScalarType.BFloat16,
            "I64" => torch.ScalarType.Int64,
            "I32" => torch.ScalarType.Int32,
            "U8" => torch.ScalarType.Byte,
            "BOOL" => torch.ScalarType.Bool,
            _ => null,
        };
}
