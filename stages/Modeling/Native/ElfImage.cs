using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Modeling.Native;

/// <summary>Edits of a 64-bit little-endian ELF library in memory.</summary>
internal static class ElfImage
{
    private const uint VersionNeeds = 0x6ffffffe;
    private const ushort Weak = 2;

    /// <summary>Marks every requirement of a symbol version as weak, so that the loader does not insist on it.</summary>
    /// <exception cref="InvalidDataException">The image is no such library.</exception>
    public static void WeakenVersion(byte[] image, string version)
    {
        if (image.Length < 64 || !image.AsSpan(0, 6).SequenceEqual((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
        {
            throw new InvalidDataException("Not a 64-bit little-endian ELF library.");
        }

        var sections = (int)Long(image, 0x28);
        var size = Short(image, 0x3a);
        var count = Short(image, 0x3c);
        for (var i = 0; i < count; i++)
        {
            var section = sections + (i * size);
            if (Int(image, section + 4) == VersionNeeds)
            {
                var names = (int)Long(image, sections + ((int)Int(image, section + 0x28) * size) + 0x18);
                WeakenIn(image, (int)Long(image, section + 0x18), names, version);
            }
        }
    }

    private static void WeakenIn(byte[] image, int need, int names, string version)
    {
        while (true)
        {
            var entry = need + (int)Int(image, need + 8);
            while (true)
            {
                if (NameAt(image, names + (int)Int(image, entry + 8)) == version)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(entry + 4), (ushort)(Short(image, entry + 4) | Weak));
                }

                if (Int(image, entry + 12) is not (> 0 and var next))
                {
                    break;
                }

                entry += (int)next;
            }

            if (Int(image, need + 12) is not (> 0 and var following))
            {
                return;
            }

            need += (int)following;
        }
    }

    private static string NameAt(byte[] image, int at) => Encoding.ASCII.GetString(image, at, Array.IndexOf(image, (byte)0, at) - at);

    private static ushort Short(byte[] image, int at) => BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(at));

    private static uint Int(byte[] image, int at) => BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(at));

    private static ulong Long(byte[] image, int at) => BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(at));
}
