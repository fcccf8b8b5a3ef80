using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Reading;
using Pipeline.Modeling.Tokenization.Templates;

namespace Pipeline.Tests.Modeling.Tokenization.Templates;

/// <summary>What the text of a conversation spells is never a token that a template places, however the tokenizer could come to
/// it.</summary>
public sealed class SpelledTokenTests
{
    private const int End = 1;

    public static TheoryData<string> All => [.. GoldenTokenizer.All, "variants/phi3", "variants/gemma", "variants/smollm2"];

    /// <summary>
    /// Many published files mark the tokens of their templates as not special, so marks and placed tokens are drawn at random. The control
    /// tokens of a conversation are those of a conversation of the same form that spells none.
    /// </summary>
    [Theory]
    [MemberData(nameof(All))]
    public void No_text_from_outside_becomes_a_control_token_by_any_way_in(string layout)
    {
        var random = new Random(layout.Length);
        var json = JsonNode.Parse(File.ReadAllBytes(Path.Combine(GoldenTokenizer.Folder(layout), TokenizerFile.FileName)))!;
        var added = json["added_tokens"]!.AsArray().Where(token => token!["content"]!.GetValue<string>().Trim().Length > 0).ToList();
        added.ForEach(token => token!["special"] = random.Next(2) == 0);
        var contents = added
            .Select(token => token!["content"]!.GetValue<string>())
            .Where(content => content is not ("<unk>" or "[UNK]"))
            .ToArray();
        var placed = contents.Where(_ => random.Next(2) == 0).ToList();
        var tokenizer = Read(json, added.First(token => token!["content"]!.GetValue<string>() == contents[^1])!["id"]!.GetValue<int>());
        var encoder = new ConversationEncoder(
            tokenizer,
            new ChatTemplate
            {
                System = string.Concat(placed) + "{content}",
                User = "{content}",
                Assistant = "{content}{eos}",
                SpecialTokens = placed,
            }
        );

        HashSet<int> marked =
        [
            .. Ids(tokenizer, tokenizer.SpecialTokens.Where(contents.Contains)),
            .. new[] { tokenizer.BeginOfText, tokenizer.EndOfText }.OfType<int>(),
        ];
        HashSet<int> control = [.. marked, .. Ids(tokenizer, placed)];
        int[] Control(string text) =>
            [
                .. encoder
                    .Sequence(new Conversation(text, [(TurnRole.User, text), (TurnRole.Assistant, text)], text, text), text)
                    .TokenIds.Where(control.Contains),
            ];

        var own = Control("a");
        Gen.Select(
                RandomText.Any,
                Gen.OneOf(contents),
                RandomText.Any,
                Gen.OneOf(contents),
                (left, token, right, other) => left + token + right + other
            )
            .Sample(
                text =>
                {
                    Assert.DoesNotContain(tokenizer.Encode(text), marked.Contains);
                    Assert.DoesNotContain(encoder.Exchange(new Conversation(null, [], "a", null), text).Answer, control.Contains);
                    Assert.DoesNotContain(encoder.Bare(text).Skip(tokenizer.BeginOfText is null ? 0 : 1), control.Contains);
                    Assert.Equal(own, Control(text));
                },
                iter: 500,
                threads: 1
            );
    }

    [Fact]
    public void Tokens_of_the_text_that_are_neither_marked_nor_placed_are_found_in_it()
    {
        var tokenizer = GoldenTokenizer.Load("phi");

        Assert.True(tokenizer.TryGetId("    ", out var spaces));
        Assert.Contains(spaces, tokenizer.Encode("a    b"));
    }

    [Fact]
    public void A_byte_that_a_file_marks_as_special_is_still_written()
    {
        var json = JsonNode.Parse(File.ReadAllBytes(Path.Combine(GoldenTokenizer.Folder("gpt2"), TokenizerFile.FileName)))!;
        json["added_tokens"]!
            .AsArray()
            .Add(
                new JsonObject
                {
                    ["id"] = 1,
                    ["content"] = "!",
                    ["special"] = true,
                }
            );

        Assert.Equal([1], Read(json, 0).Encode("!"));
    }

    [Fact]
    public void A_unigram_piece_gives_way_to_shorter_ones_or_is_unknown()
    {
        var encoder = new ConversationEncoder(
            Read(
                """{ "type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["</s>", -1], ["<", -2], ["/", -3], ["s", -4], ["a", -5], ["</", -9]] }"""
            ),
            Bare()
        );

        Assert.Equal([5, 2, 3, 4, 0, 5], encoder.Prompt(new Conversation(null, [], "a</s>a", null)));
    }

    [Fact]
    public void A_whole_word_that_is_a_placed_token_is_merged_instead()
    {
        var encoder = new ConversationEncoder(
            Read(
                """{ "type": "BPE", "ignore_merges": true, "vocab": { "a": 0, "end": 1, "e": 2, "n": 3, "d": 4, "en": 5 }, "merges": ["e n", "en d"] }""",
                end: "end"
            ),
            Bare()
        );

        Assert.Equal([5, 4], encoder.Prompt(new Conversation(null, [], "end", null)));
    }

    [Fact]
    public void A_character_that_is_a_placed_token_is_spelled_in_bytes()
    {
        var bytes = string.Join(", ", Enumerable.Range(0, 256).Select(value => $"\"<0x{value:X2}>\": {value + 3}"));
        var encoder = new ConversationEncoder(
            Read(
                $$"""{ "type": "BPE", "unk_token": "<unk>", "byte_fallback": true, "vocab": { "<unk>": 0, "§": 1, "a": 2, {{bytes}} }, "merges": [] }""",
                end: "§"
            ),
            Bare()
        );

        Assert.Equal([2, 0xC2 + 3, 0xA7 + 3, 2], encoder.Prompt(new Conversation(null, [], "a§a", null)));
    }

    [Fact]
    public void A_piece_of_a_word_gives_way_too()
    {
        var encoder = new ConversationEncoder(
            Read(
                """
                { "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
                  "vocab": { "[UNK]": 0, "end": 1, "en": 2, "##d": 3 } }
                """,
                end: "end"
            ),
            Bare()
        );

        Assert.Equal([2, 3], encoder.Prompt(new Conversation(null, [], "end", null)));
    }

    /// <summary>A template that adds nothing to the text but the token of the id <see cref="End"/>.</summary>
    private static ChatTemplate Bare() => new() { User = "{content}", Assistant = "{content}{eos}" };

    private static TextTokenizer Read(string model, string end = "</s>") =>
        Read(
            new JsonObject
            {
                ["added_tokens"] = new JsonArray(
                    new JsonObject
                    {
                        ["id"] = End,
                        ["content"] = end,
                        ["special"] = false,
                        ["normalized"] = false,
                    }
                ),
                ["model"] = JsonNode.Parse(model),
            },
            End
        );

    private static TextTokenizer Read(JsonNode json, int end) =>
        new(TokenizerJsonReader.Read("tokenizer.json", Encoding.UTF8.GetBytes(json.ToJsonString())), [end]);

    private static IEnumerable<int> Ids(TextTokenizer tokenizer, IEnumerable<string> tokens) =>
        tokens.Select(token => tokenizer.TryGetId(token, out var id) ? id : -1);
}
