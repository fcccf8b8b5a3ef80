using System.Text;
using CsCheck;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Normalizers;

namespace Pipeline.Tests.Modeling.Tokenization;

public sealed class TokenizerPropertyTests
{
    public static TheoryData<string> ByteLevel => [.. GoldenTokenizer.ByteLevel];

    public static TheoryData<string> All => [.. GoldenTokenizer.All];

    [Theory]
    [MemberData(nameof(ByteLevel))]
    public void Byte_level_texts_come_back_whatever_they_spell(string layout)
    {
        var tokenizer = GoldenTokenizer.Load(layout);
        var normalizer = layout is "gpt_neox" or "qwen2" ? new UnicodeNormalizer(NormalizationForm.FormC) : null;

        RandomText.Any.Sample(
            text => Assert.Equal(normalizer?.Normalize(text, TextPosition.Beginning) ?? text, tokenizer.Decode(tokenizer.Encode(text))),
            iter: 2000,
            threads: 1
        );
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Special_tokens_that_a_text_spells_stay_text(string layout)
    {
        var tokenizer = GoldenTokenizer.Load(layout);
        var special = tokenizer
            .SpecialTokens.Where(token => token != "<unk>" && token != "[UNK]")
            .Select(token => tokenizer.TryGetId(token, out var id) ? id : -1)
            .ToHashSet();

        Gen.Select(
                RandomText.Any,
                Gen.OneOf(tokenizer.SpecialTokens.ToArray()),
                RandomText.Any,
                (before, token, after) => before + token + after
            )
            .Sample(text => Assert.DoesNotContain(tokenizer.Encode(text), special.Contains), iter: 500, threads: 1);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_was_encoded_before_and_by_which_thread_changes_nothing(string layout)
    {
        var texts = RandomText.Any.Array[200].Single();
        var shared = GoldenTokenizer.Load(layout);

        var together = texts.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(text => shared.Encode(text)).ToList();
        var again = texts.Reverse().Select(text => shared.Encode(text)).Reverse();
        var alone = texts
            .Select(text => GoldenTokenizer.Load(layout) is var own && text.Length % 20 == 0 ? own.Encode(text) : null)
            .ToList();

        Assert.Equal(together, again);
        Assert.All(alone.Zip(together), pair => Assert.Equal(pair.First ?? pair.Second, pair.Second));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_read_as_the_replacement_character()
    {
        foreach (var layout in GoldenTokenizer.All)
        {
            var tokenizer = GoldenTokenizer.Load(layout);

            Assert.Equal(tokenizer.Encode("a\uFFFDb \uFFFD"), tokenizer.Encode("a\uD800b \uDC00"));
        }
    }

    [Fact]
    public void A_text_that_goes_on_gets_no_space_of_the_tokenizer()
    {
        foreach (var layout in new[] { "llama2", "mistral_v3", "unigram" })
        {
            var tokenizer = GoldenTokenizer.Load(layout);
            var whole = tokenizer.Encode("one two");

            Assert.Equal(whole, (int[])[.. tokenizer.Encode("one"), .. tokenizer.Encode(" two", position: TextPosition.Continuation)]);
        }
    }

    [Fact]
    public void Ids_outside_the_vocabulary_are_refused()
    {
        var tokenizer = GoldenTokenizer.Load("gpt2");

        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([tokenizer.VocabularySize]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([-1]));
    }
}
