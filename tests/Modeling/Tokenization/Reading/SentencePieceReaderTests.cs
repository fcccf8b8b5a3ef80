using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Reading;

namespace Pipeline.Tests.Modeling.Tokenization.Reading;

public sealed class SentencePieceReaderTests
{
    private const string Name = "folder/tokenizer.model";

    private static readonly byte[] _small = SentencePieceBytes.Llama([
        ("\u2581a", -1),
        ("aa", -2),
        ("ab", -2),
        ("\u2581ab", -3),
        .. "\u2581abcdef".Select((character, index) => (character.ToString(), -10f - index)),
    ]);

    [Theory]
    [InlineData("aaa", new[] { 259, 260 })]
    [InlineData("b aab", new[] { 263, 265, 259, 261 })]
    [InlineData("<s>", new[] { 263, 63, 118, 65 })]
    public void Merges_take_the_best_score_then_the_leftmost_pair(string text, int[] ids) =>
        Assert.Equal(ids, Load(_small).Encode(text, SpecialTokenHandling.AsText));

    [Fact]
    public void Begin_of_text_is_added_and_control_pieces_are_parsed_on_demand_only()
    {
        var tokenizer = Load(_small);

        Assert.Equal([1, 259, 2], tokenizer.Encode("a</s>", SpecialTokenHandling.Add | SpecialTokenHandling.Parse));
        Assert.Equal("a</s>", tokenizer.Decode(tokenizer.Encode("a</s>", SpecialTokenHandling.AsText)));
        Assert.Equal(1, tokenizer.BeginOfText);
    }

    [Theory]
    [InlineData(3, 1ul, "model_type 1")]
    [InlineData(24, 1ul, "treat_whitespace_as_suffix")]
    public void What_is_not_supported_is_refused_by_name(int field, ulong value, string name) =>
        Refused(
            SentencePieceBytes.Model(
                [("<unk>", 0, SentencePieceBytes.Unknown)],
                [.. SentencePieceBytes.Number(3, 2), .. SentencePieceBytes.Number(field, value)],
                SentencePieceBytes.Number(4, 0)
            ),
            name
        );

    [Fact]
    public void A_normalization_table_a_user_defined_piece_and_a_missing_character_are_refused()
    {
        Refused(
            SentencePieceBytes.Model(
                [("<unk>", 0, SentencePieceBytes.Unknown)],
                SentencePieceBytes.Number(3, 2),
                SentencePieceBytes.Message(2, [1, 2])
            ),
            "precompiled_charsmap"
        );
        Refused(
            SentencePieceBytes.Model(
                [("x", 0, SentencePieceBytes.UserDefined)],
                SentencePieceBytes.Number(3, 2),
                SentencePieceBytes.Number(4, 0)
            ),
            "USER_DEFINED"
        );
        Refused(SentencePieceBytes.Llama(("xy", -1), ("x", -2)), "a piece for each character");
    }

    [Fact]
    public void Damaged_files_are_refused_or_still_work()
    {
        const int Mutations = 10_000;
        var random = new Random(3);
        var refused = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var content = ByteMutation.Apply(_small, random);
            try
            {
                var parts = SentencePieceReader.Read(Name, content, TokenizerConfiguration.Read("folder"));
                if (i % 10 == 0)
                {
                    Working.Check(parts);
                }
            }
            catch (InvalidDataException error) when (error.Message.Contains(Name, StringComparison.Ordinal))
            {
                refused++;
            }
        }

        Assert.InRange(refused, Mutations / 4, Mutations);
    }

    private static TextTokenizer Load(byte[] content) =>
        new TextTokenizer(SentencePieceReader.Read(Name, content, TokenizerConfiguration.Read("folder")), []);

    private static void Refused(byte[] content, string name)
    {
        var error = Assert.Throws<InvalidDataException>(() =>
            SentencePieceReader.Read(Name, content, TokenizerConfiguration.Read("folder"))
        );

        Assert.Contains(Name, error.Message, StringComparison.Ordinal);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }
}
