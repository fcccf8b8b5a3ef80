using Microsoft.Win32.SafeHandles;

namespace Pipeline.Modeling.Weights;

/// <summary>Reads of an exact number of bytes.</summary>
internal static class FileBytes
{
    /// <summary>Fills the target from an offset on.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public static void Fill(string path, SafeFileHandle handle, long offset, Span<byte> target)
    {
        while (target.Length > 0)
        {
            var read = RandomAccess.Read(handle, target, offset);
            if (read == 0)
            {
                throw new InvalidDataException($"{path} ends before byte {offset + target.Length}.");
            }

            offset += read;
            target = target[read..];
        }
    }
}
