using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.ML.Tokenizers;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Interoperation;
using Pipeline.Modeling.Tokenization.Normalizers;

namespace Pipeline.Tests.Modeling.Tokenization.Interoperation;

/// <summary>Every member of the library's class, through the class itself, against the reference vectors.</summary>
public sealed class ExactTokenizerTests
{
    /// <summary>The unknown token of a unigram model, in whose place the reference implementation shows what it stands for.</summary>
    private const string Unknown = "<unk>";

    private static readonly UnicodeNormalizer _composing = new(NormalizationForm.FormKC);

    public static TheoryData<string> Layouts => [.. GoldenTokenizer.All];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Ids_tokens_and_counts_are_exact(string layout)
    {
        var own = GoldenTokenizer.Load(layout);

        foreach (var golden in Cases(layout))
        {
            Tokenizer tokenizer = new ExactTokenizer(own, Handling(golden));

            Assert.Equal(golden.Ids, tokenizer.EncodeToIds(golden.Text));
            Assert.Equal(golden.Ids, tokenizer.EncodeToIds(golden.Text.AsSpan()));
            Assert.Equal(golden.Ids.Length, tokenizer.CountTokens(golden.Text));
            var tokens = tokenizer.EncodeToTokens(golden.Text, out var normalized);
            Assert.Null(normalized);
            Assert.Equal(golden.Ids, tokens.Select(token => token.Id));
            Assert.All(golden.Tokens.Zip(tokens), pair => Assert.True(pair.First == pair.Second.Value || pair.Second.Value == Unknown));
            Assert.Equal(golden.Decoded, tokenizer.Decode(golden.Ids));
        }
    }

    /// <summary>
    /// The reference implementation leaves white space out of byte-level tokens, gives signs of its own the first character, and of a
    /// letter and an accent that become one only the letter; apart from these, tokens stand for the same characters.
    /// </summary>
    [Theory]
    [MemberData(nameof(Layouts))]
    public void Tokens_stand_for_the_characters_that_the_reference_gives_them(string layout)
    {
        var own = GoldenTokenizer.Load(layout);

        foreach (var golden in Cases(layout))
        {
            Tokenizer tokenizer = new ExactTokenizer(own, Handling(golden));
            var tokens = tokenizer.EncodeToTokens(golden.Text, out _);

            foreach (var (token, offset) in tokens.Zip(golden.Offsets))
            {
                var expected = Trimmed(golden.Text, Units(golden.Text, offset[0]), Units(golden.Text, offset[1]));
                var found = Trimmed(golden.Text, token.Offset.Start.Value, token.Offset.End.Value);
                Assert.True(
                    token.Offset.Start.Equals(token.Offset.End)
                        || found == expected
                        || (found.Start == expected.Start && Composes(golden.Text[found.Start..found.End])),
                    $"'{golden.Text}': '{token.Value}' has {found}, expected {expected}"
                );
            }
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_number_of_tokens_from_the_start_or_the_end_breaks_no_character(string layout)
    {
        var own = GoldenTokenizer.Load(layout);

        foreach (var golden in Cases(layout).Where(golden => golden.Ids.Length is > 1 and < 200))
        {
            Tokenizer tokenizer = new ExactTokenizer(own, Handling(golden));
            var offsets = tokenizer.EncodeToTokens(golden.Text, out _).Select(token => token.Offset).ToList();
            foreach (var most in new[] { 1, golden.Ids.Length / 2, golden.Ids.Length - 1, golden.Ids.Length, golden.Ids.Length + 1 })
            {
                var first = tokenizer.EncodeToIds(golden.Text, most, out _, out var consumed);
                var index = tokenizer.GetIndexByTokenCount(golden.Text, most, out _, out var count);
                var fromEnd = tokenizer.GetIndexByTokenCountFromEnd(golden.Text, most, out _, out var last);

                Assert.Equal(golden.Ids[..first.Count], first);
                Assert.Equal((consumed, first.Count), (index, count));
                Assert.InRange(first.Count, 0, most);
                Assert.All(offsets[..count], offset => Assert.InRange(offset.End.Value, 0, index));
                Assert.All(offsets[count..], offset => Assert.InRange(offset.Start.Value, count == 0 ? 0 : index, golden.Text.Length));
                Assert.InRange(last, 0, most);
                Assert.All(offsets[^last..], offset => Assert.InRange(offset.Start.Value, fromEnd, golden.Text.Length));
                Assert.All(offsets[..^last], offset => Assert.InRange(offset.End.Value, 0, fromEnd));
                Assert.True(most < golden.Ids.Length || (first.Count, last) == (golden.Ids.Length, golden.Ids.Length));
                Assert.True(most < golden.Ids.Length || (consumed, fromEnd) == (golden.Text.Length, 0));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Places_follow_each_other_whatever_the_text(string layout)
    {
        var own = GoldenTokenizer.Load(layout);

        RandomText
            .Any.Select(Gen.OneOf(own.SpecialTokens.Append("").ToArray()), (text, token) => text + token + text)
            .Sample(
                text =>
                {
                    foreach (var special in new SpecialTokenHandling?[] { null, SpecialTokenHandling.Parse, SpecialTokenHandling.AsText })
                    {
                        var placed = own.Place(text, special);

                        Assert.Equal(special is { } own1 ? own.Encode(text, own1) : own.Encode(text), placed.Select(token => token.Id));
                        Assert.All(placed, token => Assert.True(token.Start >= 0 && token.Start <= token.End && token.End <= text.Length));
                        Assert.All(
                            placed.Zip(placed.Skip(1)),
                            pair => Assert.True(pair.First.Start <= pair.Second.Start && pair.First.End <= pair.Second.End)
                        );
                    }
                },
                iter: 300,
                threads: 1
            );
    }

    [Fact]
    public void A_text_from_outside_spells_no_control_token()
    {
        var own = GoldenTokenizer.Load("llama3");
        Assert.True(own.TryGetId("<|eot_id|>", out var id) || own.TryGetId("<|end_of_text|>", out id));
        var token = own.TokenOf(id)!;

        Assert.DoesNotContain(id, ExactTokenizer.Load(GoldenTokenizer.Folder("llama3")).EncodeToIds($"a {token} b"));
        Assert.Contains(id, new ExactTokenizer(own, SpecialTokenHandling.Parse).EncodeToIds($"a {token} b"));
    }

    [Theory]
    [InlineData("gpt2", "Grüße, 日本 🙂!")]
    [InlineData("llama2", "Grüße, 日本 🙂!")]
    [InlineData("bert", "the brown fox.")]
    public void Memory_takes_as_many_whole_tokens_as_fit(string layout, string text)
    {
        Tokenizer tokenizer = ExactTokenizer.Load(GoldenTokenizer.Folder(layout));
        var ids = tokenizer.EncodeToIds(text);
        var whole = tokenizer.Decode(ids)!;

        for (var room = 0; room <= whole.Length; room++)
        {
            var memory = new char[room];
            var status = tokenizer.Decode(ids, memory, out var consumed, out var written);

            Assert.Equal(room < whole.Length ? OperationStatus.DestinationTooSmall : OperationStatus.Done, status);
            Assert.Equal(whole[..written], new string(memory, 0, written));
            Assert.Equal(whole[..written], tokenizer.Decode(ids.Take(consumed)));
            Assert.True(status != OperationStatus.Done || (consumed == ids.Count && written == whole.Length));
        }
    }

    [Fact]
    public void An_id_outside_the_vocabulary_ends_what_is_decoded_into_memory()
    {
        Tokenizer tokenizer = ExactTokenizer.Load(GoldenTokenizer.Folder("gpt2"));
        var ids = tokenizer.EncodeToIds("two words");
        var memory = new char[100];

        Assert.Equal(OperationStatus.InvalidData, tokenizer.Decode([.. ids, 1_000_000, .. ids], memory, out var consumed, out var written));

        Assert.Equal((ids.Count, "two words"), (consumed, new string(memory, 0, written)));
    }

    [Fact]
    public void Steps_cannot_be_left_out()
    {
        Tokenizer tokenizer = ExactTokenizer.Load(GoldenTokenizer.Folder("gpt2"));

        Assert.Throws<NotSupportedException>(() => tokenizer.EncodeToIds("a", considerPreTokenization: false));
        Assert.Throws<NotSupportedException>(() => tokenizer.CountTokens("a", considerNormalization: false));
    }

    private static SpecialTokenHandling Handling(Case golden) =>
        SpecialTokenHandling.Parse | (golden.Special ? SpecialTokenHandling.Add : SpecialTokenHandling.AsText);

    private static IEnumerable<Case> Cases(string layout) =>
        File.ReadLines(Path.Combine(GoldenTokenizer.Folder(layout), "cases.jsonl"))
            .Select(line => JsonSerializer.Deserialize<Case>(line, JsonSerializerOptions.Web)!);

    /// <summary>UTF-16 units before so many code points.</summary>
    private static int Units(string text, int points) => text.EnumerateRunes().Take(points).Sum(rune => rune.Utf16SequenceLength);

    private static bool Composes(string text) => _composing.Normalize(text, TextPosition.Section).Length < text.Length;

    private static (int Start, int End) Trimmed(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return start == end ? (0, 0) : (start, end);
    }

    private sealed record Case(string Text, bool Special, int[] Ids, string[] Tokens, int[][] Offsets, string Decoded);
}
