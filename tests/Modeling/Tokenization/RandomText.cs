using System.Text;
using CsCheck;

namespace Pipeline.Tests.Modeling.Tokenization;

/// <summary>Texts at random: ordinary words, everything of Unicode, and what tokenizers trip over.</summary>
internal static class RandomText
{
    private static readonly string[] _pieces =
    [
        " ",
        "  ",
        "\n",
        "\r\n",
        "\t",
        "'",
        "'s",
        "'LL",
        "'re",
        "don't",
        "the",
        " and",
        "ing",
        "123",
        "4567",
        "...",
        "!?",
        "\u2581",
        "<0x0A>",
        "</s>",
        "<s>",
        "<|endoftext|>",
        "<|im_start|>",
        "<|eot_id|>",
        "[CLS]",
        "<unk>",
        "e\u0301",
        "\uFB01",
        "\u0130",
        "日本",
        "각",
        "👩\u200D👩\u200D👧",
        "\u00A0",
        "\u3000",
        "\uFEFF",
    ];

    private static readonly Gen<string> _rune = Gen.OneOf(Gen.Int[0, 0x7F], Gen.Int[0, 0x2FF], Gen.Int[0, 0xFFFF], Gen.Int[0, 0x10FFFF])
        .Where(Rune.IsValid)
        .Select(point => new Rune(point).ToString());

    /// <summary>Well-formed texts.</summary>
    public static readonly Gen<string> Any = Gen.OneOf(
            _rune,
            Gen.OneOf(_pieces),
            Gen.Select(_rune, Gen.Int[1, 90], (rune, count) => string.Concat(Enumerable.Repeat(rune, count)))
        )
        .List[0, 24]
        .Select(string.Concat);
}
