using System.Text.RegularExpressions;
using CsCheck;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.PreTokenizers;

namespace Pipeline.Tests.Modeling.Tokenization.PreTokenizers;

/// <summary>
/// Our scanners against the regular expressions that they stand for. .NET's expressions see UTF-16 units, so letters outside the basic
/// plane are left to the reference vectors; and they do not fold the long s.
/// </summary>
public sealed class WordPatternTests
{
    private const string Cl100k =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private static readonly Gen<string> _texts = Gen.Select(
            RandomText.Any,
            Gen.Char["  \n\r\tab'sSrReEvVlLdDmMtT12é日.,!-/AÉǅ\u0301\u02B0"].Array[0, 40].Select(characters => new string(characters)),
            (any, dense) => any + dense
        )
        .Where(text => !text.Any(character => char.IsSurrogate(character) || character == '\u017F'));

    [Fact]
    public void Gpt2() => Agree<Gpt2Pattern>(default, BytePairTrainer.WordPattern);

    [Fact]
    public void Llama3() => Agree<Cl100kPattern>(new(3), Cl100k);

    [Fact]
    public void Qwen2() => Agree<Cl100kPattern>(new(1), Cl100k.Replace("{1,3}", "", StringComparison.Ordinal));

    [Fact]
    public void Gpt4o() => Agree<O200kPattern>(default, O200kPattern.Expression);

    private static void Agree<TPattern>(TPattern pattern, string expression)
        where TPattern : struct, IWordPattern
    {
        var regex = new Regex(expression, RegexOptions.CultureInvariant);

        _texts.Sample(text => Assert.Equal(regex.Matches(text).Select(match => match.Value), Words(pattern, text)), iter: 4000, threads: 1);
    }

    private static List<string> Words<TPattern>(TPattern pattern, string text)
        where TPattern : struct, IWordPattern
    {
        var words = new List<string>();
        for (var start = 0; start < text.Length; )
        {
            var end = pattern.End(text, start);
            words.Add(text[start..end]);
            start = end;
        }

        return words;
    }
}
