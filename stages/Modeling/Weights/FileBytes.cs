using Microsoft.Win32.SafeHandles;

namespace Pipeline.Modeling.Weights;

/// <summary>Reads of an exact number of bytes.</summary>
internal static class FileBytes
{
    /// <summary>Fills the target from an offset on.</summary>
    /// <exception cref="InvalidDataException">The file ends before, as one does that another program cuts short, or cannot be
    /// read.</exception>
    public static void Fill(string path, SafeFileHandle handle, long offset, Span<byte> target)
    {
        while (target.Length > 0)
        {
            var read = Read(path, handle, offset, target);
            if (read == 0)
            {
                throw new InvalidDataException(
                    $"{path} ends before byte {offset + target.Length}, which was there when it was opened: another program has cut it short."
                );
            }

            offset += read;
            target = target[read..];
        }
    }

    private static int Read(string path, SafeFileHandle handle, long offset, Span<byte> target)
    {
        try
        {
            return RandomAccess.Read(handle, target, offset);
        }
        catch (IOException error)
        {
            throw new InvalidDataException($"{path}, at byte {offset}: the file {FileFault.Describe(error)}.", error);
        }
    }
}
