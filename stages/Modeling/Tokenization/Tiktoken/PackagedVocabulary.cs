using System.IO.Compression;
using System.Reflection;
using System.Text;

namespace Pipeline.Modeling.Tokenization.Tiktoken;

/// <summary>
/// The vocabularies of cl100k_base and o200k_base, which the data packages of Microsoft.ML.Tokenizers carry as a resource: a line for each
/// token in the order of ranks.
/// </summary>
internal static class PackagedVocabulary
{
    /// <summary>What the first line begins with; the number of tokens follows, one more than there are.</summary>
    private const string Header = "Capacity:";

    private static readonly Dictionary<string, string> _packages = new(StringComparer.Ordinal)
    {
        ["cl100k_base"] = "Cl100kBase",
        ["o200k_base"] = "O200kBase",
    };

    /// <summary>The encodings that are there, for complaints.</summary>
    public static string Names => string.Join(", ", _packages.Keys);

    /// <summary>The tokens' bytes by rank; null where the encoding is not among them.</summary>
    public static byte[][]? Find(string encoding)
    {
        if (!_packages.TryGetValue(encoding, out var package))
        {
            return null;
        }

        using var resource = Assembly
            .Load($"Microsoft.ML.Tokenizers.Data.{package}")
            .GetManifestResourceStream($"{encoding}{TiktokenVocabulary.Extension}.deflate")!;
        using var reader = new StreamReader(new DeflateStream(resource, CompressionMode.Decompress));
        var lines = new StringBuilder();
        var rank = 0;
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith(Header, StringComparison.Ordinal))
            {
                lines.Append(line).Append(' ').Append(rank++).Append('\n');
            }
        }

        return TiktokenVocabulary.Read(encoding, Encoding.ASCII.GetBytes(lines.ToString()));
    }
}
