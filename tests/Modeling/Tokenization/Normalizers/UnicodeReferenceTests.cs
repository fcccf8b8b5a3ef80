using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Normalizers;
using Pipeline.Modeling.Tokenization.PreTokenizers;

namespace Pipeline.Tests.Modeling.Tokenization.Normalizers;

/// <summary>Every code point of Unicode against the reference implementation.</summary>
public sealed class UnicodeReferenceTests
{
    private static readonly Dictionary<string, string> _digests = JsonSerializer.Deserialize<Dictionary<string, string>>(
        File.ReadAllText(GoldenTokenizer.Folder("unicode_digests.json"))
    )!;

    private static readonly IEnumerable<Rune> _all = Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(point => new Rune(point));

    [Theory]
    [InlineData("NFC")]
    [InlineData("NFD")]
    [InlineData("NFKC")]
    [InlineData("NFKD")]
    [InlineData("Lowercase")]
    [InlineData("clean_text")]
    [InlineData("handle_chinese_chars")]
    [InlineData("strip_accents")]
    public void Each_character_is_normalized_alike(string name)
    {
        var normalizer = Named(name);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var rune in _all)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(normalizer.Normalize(rune.ToString(), TextPosition.Beginning) + "\n"));
        }

        Assert.Equal(_digests[name], Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Fact]
    public void Each_character_is_of_the_same_class()
    {
        Assert.Equal(_digests["letters"], DigestOf(rune => CharacterClass.At(rune.ToString(), 0, out _) == CharacterClass.Letter));
        Assert.Equal(_digests["numbers"], DigestOf(rune => CharacterClass.At(rune.ToString(), 0, out _) == CharacterClass.Number));
        Assert.Equal(_digests["spaces"], DigestOf(rune => CharacterClass.At(rune.ToString(), 0, out _) == CharacterClass.Space));
        Assert.Equal(_digests["bert_punctuation"], DigestOf(rune => BertCharacters.IsPunctuation(rune.ToString(), 0, out _)));
    }

    [Fact]
    public void Sequences_are_normalized_alike()
    {
        foreach (var line in File.ReadLines(GoldenTokenizer.Folder("unicode_sequences.jsonl")))
        {
            var golden = JsonSerializer.Deserialize<Dictionary<string, string>>(line)!;
            foreach (var form in new[] { "NFC", "NFD", "NFKC", "NFKD" })
            {
                Assert.Equal(golden[form.ToLowerInvariant()], Named(form).Normalize(golden["text"], TextPosition.Beginning));
            }
        }
    }

    private static string DigestOf(Func<Rune, bool> condition) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(_all.Where(condition).Select(rune => $"{rune.Value:X}\n"))))
        );

    private static INormalizer Named(string name) =>
        name switch
        {
            "NFC" => new UnicodeNormalizer(NormalizationForm.FormC),
            "NFD" => new UnicodeNormalizer(NormalizationForm.FormD),
            "NFKC" => new UnicodeNormalizer(NormalizationForm.FormKC),
            "NFKD" => new UnicodeNormalizer(NormalizationForm.FormKD),
            "Lowercase" => new LowercaseNormalizer(),
            _ => new BertNormalizer(name == "clean_text", name == "handle_chinese_chars", name == "strip_accents", lowercase: false),
        };
}
