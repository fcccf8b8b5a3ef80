using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Tests.Modeling.Weights;

/// <summary>Safetensors files written byte by byte, so that they can be wrong.</summary>
internal static class SafetensorsImage
{
    /// <summary>A file of a header, whatever it says, and data.</summary>
    public static string Write(string folder, string header, int dataBytes, ulong? claimedLength = null, byte? fill = null)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + json.Length + dataBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, claimedLength ?? (ulong)json.Length);
        json.CopyTo(bytes, 8);
        for (var i = 8 + json.Length; i < bytes.Length; i++)
        {
            bytes[i] = fill ?? (byte)i;
        }

        var path = Path.Combine(folder, "model.safetensors");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
