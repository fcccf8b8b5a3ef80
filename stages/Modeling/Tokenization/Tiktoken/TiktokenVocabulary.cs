using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Pipeline.Modeling.Tokenization.Models;

namespace Pipeline.Modeling.Tokenization.Tiktoken;

/// <summary>
/// Reads a vocabulary in tiktoken's form: a line for each token, its bytes in base64, a space, and its rank, which is also its id. The file
/// is hostile until checked.
/// </summary>
internal static class TiktokenVocabulary
{
    /// <summary>The file's extension.</summary>
    public const string Extension = ".tiktoken";

    /// <summary>Longer tokens are taken for a damaged file; the longest published ones are 128 spaces.</summary>
    private const int LongestToken = 1024;

    /// <summary>Larger files are taken for damaged ones; the largest published one has 7 MB.</summary>
    private const int MostBytes = 1 << 27;

    /// <summary>Whether a file that may be one of either form begins as this one does.</summary>
    public static bool IsOne(ReadOnlySpan<byte> content)
    {
        var length = content[..Math.Min(content.Length, 2 * LongestToken)].IndexOf((byte)'\n');
        return length > 0
            && content[..length].IndexOf((byte)' ') is > 0 and var space
            && Base64.IsValid(content[..space])
            && content[(space + 1)..length].TrimEnd((byte)'\r') is { Length: > 0 } rank
            && rank.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    /// <summary>The tokens' bytes by their ranks.</summary>
    /// <param name="path">The file, quoted only.</param>
    /// <param name="content">Its content.</param>
    /// <exception cref="InvalidDataException">A line is malformed; a rank or token occurs twice; a rank or a single byte is missing. The
    /// message quotes file and line.</exception>
    public static byte[][] Read(string path, ReadOnlySpan<byte> content)
    {
        if (content.Length > MostBytes)
        {
            throw new InvalidDataException($"{path} has {content.Length} bytes, expected at most {MostBytes}.");
        }

        var lines = new List<(byte[] Token, int Rank)>();
        for (var line = 1; content.Length > 0; line++)
        {
            var end = content.IndexOf((byte)'\n');
            var text = (end < 0 ? content : content[..end]).TrimEnd((byte)'\r');
            content = end < 0 ? [] : content[(end + 1)..];
            if (text.Length > 0 || content.Length > 0)
            {
                lines.Add(ReadLine(path, line, text));
            }
        }

        return Ordered(path, lines);
    }

    private static (byte[] Token, int Rank) ReadLine(string path, int line, ReadOnlySpan<byte> text)
    {
        var space = text.IndexOf((byte)' ');
        if (space <= 0)
        {
            throw new InvalidDataException($"{path}, line {line} is '{Quote(text)}', expected a token in base64, a space and its rank.");
        }

        if (!Base64.IsValid(text[..space], out var length))
        {
            throw new InvalidDataException($"{path}, line {line}: '{Quote(text[..space])}' is no base64, expected a token in base64.");
        }

        if (length is 0 or > LongestToken)
        {
            throw new InvalidDataException($"{path}, line {line}: the token has {length} bytes, expected 1 to {LongestToken}.");
        }

        if (
            !int.TryParse(text[(space + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var rank)
            || rank > Vocabulary.HighestId
        )
        {
            throw new InvalidDataException(
                $"{path}, line {line}: the rank is '{Quote(text[(space + 1)..])}', expected a whole number from 0 to {Vocabulary.HighestId}."
            );
        }

        var token = new byte[length];
        Base64.DecodeFromUtf8(text[..space], token, out _, out _);
        return (token, rank);
    }

    private static byte[][] Ordered(string path, List<(byte[] Token, int Rank)> lines)
    {
        var lineOfRank = new int[lines.Count];
        var lineOfToken = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Count; i++)
        {
            var (token, rank) = lines[i];
            if (!lineOfToken.TryAdd(ByteAlphabet.Spell(token), i + 1))
            {
                throw new InvalidDataException(
                    $"{path}, line {i + 1}: the token '{Convert.ToBase64String(token)}' stands in line "
                        + $"{lineOfToken[ByteAlphabet.Spell(token)]} too, expected each once."
                );
            }

            if (rank >= lines.Count)
            {
                // As many ranks as lines: one beyond them leaves one of them out.
                continue;
            }

            if (lineOfRank[rank] > 0)
            {
                throw new InvalidDataException(
                    $"{path}, line {i + 1}: line {lineOfRank[rank]} has the rank {rank} too, expected each once."
                );
            }

            lineOfRank[rank] = i + 1;
        }

        if (Array.IndexOf(lineOfRank, 0) is >= 0 and var missing)
        {
            throw new InvalidDataException($"{path}: no line has the rank {missing}, expected ranks 0 to {lines.Count - 1} without a gap.");
        }

        for (var value = 0; value < 256; value++)
        {
            if (!lineOfToken.ContainsKey(ByteAlphabet.Spell([(byte)value])))
            {
                throw new InvalidDataException($"{path}: no token is the byte 0x{value:X2} alone, expected all 256.");
            }
        }

        return [.. lineOfRank.Select(line => lines[line - 1].Token)];
    }

    private static string Quote(ReadOnlySpan<byte> text) =>
        text.Length <= 60 ? Encoding.Latin1.GetString(text) : $"{Encoding.Latin1.GetString(text[..60])}…";
}
