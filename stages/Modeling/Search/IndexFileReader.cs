using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Modeling.Search;

/// <summary>
/// Reads what <see cref="IndexFileWriter"/> wrote, by positioned reads into arrays. The file is hostile until checked: no more is allocated
/// than the file is long, and whatever does not fit is an error that names the file.
/// </summary>
internal sealed class IndexFileReader : IDisposable
{
    private const int DigestBytes = SHA256.HashSizeInBytes;

    /// <summary>Bytes asked for at once.</summary>
    private const int Chunk = 1 << 24;

    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SafeFileHandle _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly string _path;
    private readonly long _end;
    private long _at;

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidDataException">It cannot be read, or is shorter than a digest.</exception>
    public IndexFileReader(string path)
    {
        _path = path;
        try
        {
            _file = File.OpenHandle(path);
            _end = RandomAccess.GetLength(_file) - DigestBytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _file?.Dispose();
            throw new InvalidDataException($"{path}: cannot be read: {error.Message}", error);
        }

        if (_end < 0)
        {
            _file.Dispose();
            throw Invalid($"it has {_end + DigestBytes} bytes, too few for the file of an index");
        }
    }

    /// <summary>An error that names the file.</summary>
    public InvalidDataException Invalid(string what) => new($"{_path}: {what}.");

    /// <summary>The next number, which lies between two others.</summary>
    public int ReadNumber(string what, int least, int most)
    {
        var number = ReadNumbers(1, what)[0];
        return number >= least && number <= most ? number : throw Invalid($"{what} is {number}; expected {least} to {most}");
    }

    /// <summary>The next numbers.</summary>
    public int[] ReadNumbers(int count, string what)
    {
        Claim((long)count * sizeof(int), what);
        var numbers = new int[count];
        Fill(MemoryMarshal.AsBytes(numbers.AsSpan()));
        return numbers;
    }

    /// <summary>The next numbers, each of which lies between two others.</summary>
    public int[] ReadNumbers(int count, string what, int least, int most)
    {
        var numbers = ReadNumbers(count, what);
        var wrong = numbers.AsSpan().IndexOfAnyExceptInRange(least, most);
        return wrong < 0 ? numbers : throw Invalid($"{what} {wrong} is {numbers[wrong]}; expected {least} to {most}");
    }

    /// <summary>The next numbers, which begin with 0, never fall and end with a given one.</summary>
    public int[] ReadStarts(int count, string what, int last)
    {
        var starts = ReadNumbers(count, what, 0, last);
        for (var i = 1; i < count; i++)
        {
            if (starts[i] < starts[i - 1])
            {
                throw Invalid($"{what} {i} is {starts[i]}, less than the one before it");
            }
        }

        return starts[0] == 0 && starts[^1] == last
            ? starts
            : throw Invalid($"{what} goes from {starts[0]} to {starts[^1]}; expected 0 to {last}");
    }

    /// <summary>The next bytes.</summary>
    public byte[] ReadBytes(int count, string what)
    {
        Claim(count, what);
        var bytes = new byte[count];
        Fill(bytes);
        return bytes;
    }

    /// <summary>The next texts.</summary>
    public string[] ReadTexts(int count, string what)
    {
        var lengths = ReadNumbers(count, what, 0, int.MaxValue);
        var texts = new string[count];
        for (var i = 0; i < count; i++)
        {
            try
            {
                texts[i] = _strict.GetString(ReadBytes(lengths[i], what));
            }
            catch (DecoderFallbackException)
            {
                throw Invalid($"{what} {i} is no UTF-8");
            }
        }

        return texts;
    }

    /// <summary>Makes sure that the file ends here, with the digest of all that was read.</summary>
    /// <returns>The digest, 32 bytes.</returns>
    public byte[] Complete()
    {
        if (_at != _end)
        {
            throw Invalid($"it has {_end - _at} bytes more than its counts say");
        }

        var found = _hash.GetHashAndReset();
        var digest = new byte[DigestBytes];
        Read(digest);
        return found.AsSpan().SequenceEqual(digest) ? digest : throw Invalid("its digest is not that of its bytes: it was changed");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }

    private void Claim(long bytes, string what)
    {
        if (bytes > _end - _at)
        {
            throw Invalid($"it ends within its {what}: {bytes} bytes are missing from byte {_at} on, {_end - _at} are there");
        }
    }

    private void Fill(Span<byte> bytes)
    {
        Read(bytes);
        _hash.AppendData(bytes);
    }

    private void Read(Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(_file, bytes[..Math.Min(Chunk, bytes.Length)], _at);
            if (read == 0)
            {
                throw Invalid("it became shorter while it was read");
            }

            _at += read;
            bytes = bytes[read..];
        }
    }
}
