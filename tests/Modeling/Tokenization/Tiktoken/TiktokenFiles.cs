using System.Text;
using System.Text.Json;
using Pipeline.Modeling.Tokenization;

namespace Pipeline.Tests.Modeling.Tokenization.Tiktoken;

/// <summary>Byte-level reference tokenizers in tiktoken's form: their control tokens come first, so that a rank is an id less their
/// number.</summary>
internal static class TiktokenFiles
{
    /// <summary>The number of control tokens before the ranks.</summary>
    public static int First(string layout) =>
        layout switch
        {
            "gpt2" => 1,
            "llama3" => 5,
            _ => throw new ArgumentOutOfRangeException(nameof(layout)),
        };

    /// <summary>The vocabulary's lines.</summary>
    public static string[] Lines(string layout)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(GoldenTokenizer.Folder(layout), TokenizerFile.FileName)));
        return
        [
            .. file
                .RootElement.GetProperty("model")
                .GetProperty("vocab")
                .EnumerateObject()
                .Select(entry => (entry.Name, Rank: entry.Value.GetInt32() - First(layout)))
                .Where(entry => entry.Rank >= 0)
                .OrderBy(entry => entry.Rank)
                .Select(entry => $"{Convert.ToBase64String(ByteAlphabet.BytesOf(entry.Name))} {entry.Rank}"),
        ];
    }

    /// <summary>A vocabulary of the 256 bytes and some longer tokens.</summary>
    public static string[] Small(params string[] tokens) =>
        [
            .. Enumerable.Range(0, 256).Select(value => $"{Convert.ToBase64String([(byte)value])} {value}"),
            .. tokens.Select((token, index) => $"{Convert.ToBase64String(Encoding.UTF8.GetBytes(token))} {256 + index}"),
        ];
}
