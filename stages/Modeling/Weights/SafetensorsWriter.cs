using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using TorchSharp;

namespace Pipeline.Modeling.Weights;

/// <summary>Writes safetensors files: tensors ordered by name, header padded to eight bytes, so that equal tensors give equal
/// bytes.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;
    private const long PieceElements = 4 << 20;

    /// <summary>Writes tensors, each in a type or in its own; what is converted or brought from a device is so one piece at a
    /// time.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, torch.Tensor> tensors, torch.ScalarType? type = null)
    {
        var ordered = tensors.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToList();
        var header = Header(ordered, type);

        // A file that is there may be read by somebody: it is unlinked, never cut short.
        File.Delete(path);
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        using var quiet = torch.no_grad();
        foreach (var (_, tensor) in ordered)
        {
            WriteData(stream, tensor, type ?? tensor.dtype);
        }

        stream.Flush(flushToDisk: true);
    }

    private static void WriteData(FileStream stream, torch.Tensor tensor, torch.ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        var flat = tensor.detach().contiguous().view(-1);
        for (var at = 0L; at < flat.NumberOfElements; at += PieceElements)
        {
            using var inner = torch.NewDisposeScope();
            var piece = flat.narrow(0, at, Math.Min(PieceElements, flat.NumberOfElements - at)).to(type).cpu();
            stream.Write(piece.bytes);
        }
    }

    private static byte[] Header(List<KeyValuePair<string, torch.Tensor>> tensors, torch.ScalarType? type)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("__metadata__");
            writer.WriteString("format", "pt");
            writer.WriteEndObject();
            var offset = 0L;
            foreach (var (name, tensor) in tensors)
            {
                var bytes = tensor.numel() * (type ?? tensor.dtype).ElementSize();
                writer.WriteStartObject(name);
                writer.WriteString("dtype", NameOf(type ?? tensor.dtype));
                writer.WriteStartArray("shape");
                foreach (var size in tensor.shape)
                {
                    writer.WriteNumberValue(size);
                }

                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(offset);
                writer.WriteNumberValue(offset += bytes);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        var padding = (Alignment - (buffer.WrittenCount % Alignment)) % Alignment;
        return [.. buffer.WrittenSpan, .. Enumerable.Repeat((byte)' ', padding)];
    }

    private static string NameOf(torch.ScalarType type) =>
        type switch
        {
            torch.ScalarType.Float32 => "F32",
            torch.ScalarType.Float16 => "F16",
            torch.ScalarType.BFloat16 => "BF16",
            torch.ScalarType.Int64 => "I64",
            torch.ScalarType.Int32 => "I32",
            _ => throw new ArgumentException($"Tensors of type {type} are not written."),
        };
}
