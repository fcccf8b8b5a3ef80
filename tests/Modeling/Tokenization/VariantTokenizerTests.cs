using System.Text.Json;
using Pipeline.Modeling.Tokenization;

namespace Pipeline.Tests.Modeling.Tokenization;

/// <summary>
/// Holds combinations of parts against the reference implementation: further families' layouts, and files with flags of added tokens,
/// normalizers, pre-tokenizers, models and decoders drawn at random.
/// </summary>
public sealed class VariantTokenizerTests
{
    private static readonly string _folder = GoldenTokenizer.Folder("variants");

    public static TheoryData<string> Variants =>
        [.. Directory.EnumerateDirectories(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Ids_and_texts_are_exact(string variant)
    {
        var folder = Path.Combine(_folder, variant);
        var tokenizer = TokenizerFile.Load(folder);

        foreach (var line in File.ReadLines(Path.Combine(folder, "cases.jsonl")))
        {
            var golden = JsonSerializer.Deserialize<Case>(line, JsonSerializerOptions.Web)!;
            var parsed = new GoldenCase(golden.Text, true, golden.Parsed, golden.Decoded);

            parsed.AssertIds(tokenizer.Encode(golden.Text, SpecialTokenHandling.Parse | SpecialTokenHandling.Add));
            (parsed with { Ids = golden.AsText }).AssertIds(tokenizer.Encode(golden.Text, SpecialTokenHandling.AsText));
            Assert.Equal(golden.Decoded, tokenizer.Decode(golden.Parsed));
        }
    }

    private sealed record Case(string Text, int[] AsText, int[] Parsed, string Decoded);
}
