using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
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
        try
        {
            using var document = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 8 });
            var data = LengthBytes + header.Length;
            var entries = new Dictionary<string, TensorEntry>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject().Where(property => property.Name != MetadataKey))
            {
                if (!entries.TryAdd(property.Name, Entry(path, property, data, fileLength)))
                {
                    throw new InvalidDataException($"{path}: tensor '{property.Name}' is there twice.");
                }
            }

            CheckRanges(path, entries.Values, data, fileLength);
            return entries;
        }
        catch (Exception error)
            when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw new InvalidDataException($"{path}: the header is not what safetensors defines: {error.Message}", error);
        }
    }

    private static TensorEntry Entry(string path, JsonProperty property, long data, long fileLength)
    {
        var type =
            TypeOf(property.Value.GetProperty("dtype").GetString())
            ?? throw new InvalidDataException(
                $"{path}: tensor '{property.Name}' has type {property.Value.GetProperty("dtype")}; expected F64, F32, F16, BF16, "
                    + "I64, I32, U8 or BOOL."
            );
        var shape = property.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToList();
        var offsets = property.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToList();
        if (offsets is not [>= 0 and var begin, var end] || end < begin || end > fileLength - data || shape.Any(size => size < 0))
        {
            throw new InvalidDataException(
                $"{path}: tensor '{property.Name}' lies at [{string.Join(", ", offsets)}], outside of the {fileLength - data} bytes "
                    + "of data."
            );
        }

        var expected = checked(shape.Aggregate((long)type.ElementSize(), (product, size) => checked(product * size)));
        return end - begin == expected
            ? new TensorEntry(property.Name, type, shape, data + begin, expected)
            : throw new InvalidDataException(
                $"{path}: tensor '{property.Name}' of shape [{string.Join(", ", shape)}] needs {expected} bytes but has {end - begin}."
            );
    }

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
