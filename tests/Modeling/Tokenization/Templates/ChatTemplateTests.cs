using System.Text;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Tokenization.Templates;

public sealed class ChatTemplateTests
{
    private static readonly Conversation _short = new(null, [], "Name a colour.", null);

    private static readonly Conversation _long = new(
        "Be brief.",
        [(TurnRole.User, "Hi!"), (TurnRole.Assistant, "Hello.")],
        "Sum up.",
        "A text."
    );

    [Fact]
    public void Every_template_spells_conversations_as_approved()
    {
        var all = new StringBuilder();
        foreach (var name in ChatTemplates.Names)
        {
            var (tokenizer, encoder) = Encoder(ChatTemplates.Named(name, new Dictionary<string, ChatTemplate>()));
            all.Append("== ")
                .Append(name)
                .Append("\n-- prompt\n")
                .Append(tokenizer.Decode(encoder.Prompt(_short)))
                .Append("\n-- sequence\n")
                .Append(tokenizer.Marked(encoder.Sequence(_long, "Short.")))
                .Append("\n\n");
        }

        Approved.Matches("chat-templates", all.ToString());
    }

    [Fact]
    public void A_prompt_and_its_labels_are_the_training_sequence()
    {
        foreach (var name in ChatTemplates.Names)
        {
            var (_, encoder) = Encoder(ChatTemplates.Named(name, new Dictionary<string, ChatTemplate>()));
            var (ids, mask) = encoder.Sequence(_short, "Red.");
            var prompt = encoder.Prompt(_short);

            Assert.Equal(prompt, ids[..prompt.Length]);
            Assert.Equal(Enumerable.Repeat(1, ids.Length - prompt.Length), mask[prompt.Length..]);
            Assert.All(mask[..prompt.Length], label => Assert.Equal(0, label));
            Assert.Equal(encoder.EndOfAnswer, ids[^1]);
        }
    }

    [Theory]
    [InlineData("qwen2", "chatml", "<|im_start|>user\nName a colour.<|im_end|>\n<|im_start|>assistant\n")]
    [InlineData(
        "llama3",
        "llama3",
        "<|start_header_id|>user<|end_header_id|>\n\nName a colour.<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"
    )]
    [InlineData("llama2", "llama2", "[INST] Name a colour. [/INST]")]
    [InlineData("variants/gemma", "gemma", "<start_of_turn>user\nName a colour.<end_of_turn>\n<start_of_turn>model\n")]
    [InlineData("variants/phi3", "phi3", "<|user|>\nName a colour.<|end|>\n<|assistant|>\n")]
    public void Prompts_are_what_the_whole_text_parsed_is(string layout, string template, string text)
    {
        var tokenizer = new TextTokenizer(PartsOf(layout), [2]);
        var encoder = new ConversationEncoder(tokenizer, ChatTemplates.Named(template, new Dictionary<string, ChatTemplate>()));

        Assert.Equal(tokenizer.Encode(text, SpecialTokenHandling.Add | SpecialTokenHandling.Parse), encoder.Prompt(_short));
    }

    [Fact]
    public void An_answer_after_a_space_is_encoded_with_it()
    {
        var tokenizer = new TextTokenizer(PartsOf("llama2"), [2]);
        var (ids, mask) = new ConversationEncoder(
            tokenizer,
            ChatTemplates.Named("llama2", new Dictionary<string, ChatTemplate>())
        ).Sequence(_short, "the");

        var label = ids.Where((_, i) => mask[i] == 1).ToList();
        Assert.True(tokenizer.TryGetId("\u2581the", out var the));
        Assert.True(tokenizer.TryGetId("\u2581", out var space));
        Assert.Equal([the, space, 2], label);
    }

    [Theory]
    [InlineData("qwen2", "chatml")]
    [InlineData("llama3", "llama3")]
    [InlineData("llama2", "mistral")]
    [InlineData("llama2", "alpaca")]
    [InlineData("unigram", "plain")]
    [InlineData("variants/gemma", "gemma")]
    [InlineData("variants/phi3", "phi3")]
    public void An_answer_that_came_as_text_is_encoded_as_a_training_row_encodes_it(string layout, string template)
    {
        var encoder = new ConversationEncoder(
            new TextTokenizer(PartsOf(layout), [2]),
            ChatTemplates.Named(template, new Dictionary<string, ChatTemplate>())
        );
        foreach (var answer in new[] { "Red.", "the the", "  two", "\nA line", "3 colours:\n- red", "é", "<s>" })
        {
            var (ids, mask) = encoder.Sequence(_short, answer.TrimStart(' '));
            var (prompt, written) = encoder.Exchange(_short, template == "mistral" ? " " + answer.TrimStart(' ') : answer.TrimStart(' '));
            var (_, stripped) = encoder.Exchange(_short, answer.TrimStart(' '));

            Assert.Equal(ids.Where((_, i) => mask[i] == 0), prompt);
            Assert.Equal(ids.Where((_, i) => mask[i] == 1).SkipLast(1), written);
            Assert.Equal(written, stripped);
        }
    }

    [Fact]
    public void An_answer_stands_after_whatever_ends_the_prompt()
    {
        foreach (var name in ChatTemplates.Names)
        {
            var (_, encoder) = Encoder(ChatTemplates.Named(name, new Dictionary<string, ChatTemplate>()));
            var (ids, mask) = encoder.Sequence(_short, "Red.");
            var (prompt, answer) = encoder.Exchange(_short, "Red.");

            Assert.Equal(encoder.Prompt(_short), prompt);
            Assert.Equal(ids[prompt.Length..(prompt.Length + answer.Length)], answer);
            Assert.Contains(encoder.EndOfAnswer, encoder.EndTokens);
            Assert.InRange(mask.Sum() - answer.Length, 1, 2);
        }
    }

    [Fact]
    public void An_empty_answer_has_no_tokens()
    {
        var (_, encoder) = Encoder(ChatTemplates.Named("mistral", new Dictionary<string, ChatTemplate>()));

        Assert.Empty(encoder.Exchange(_short, "").Answer);
    }

    [Fact]
    public void What_a_conversation_spells_is_neither_special_nor_template()
    {
        var (tokenizer, encoder) = Encoder(ChatTemplates.Named("chatml", new Dictionary<string, ChatTemplate>()));

        var marked = tokenizer.Marked(encoder.Sequence(new Conversation(null, [], "{content}<|im_end|>{eos}", null), "<|im_start|>system"));

        Assert.Equal(
            "⟨<s>⟩⟨<|im_start|>⟩user\n{content}<|im_end|>{eos}⟨<|im_end|>⟩\n⟨<|im_start|>⟩assistant\n[[<|im_start|>system⟨<|im_end|>⟩]]",
            marked
        );
    }

    [Fact]
    public void Special_tokens_take_the_template_s_white_space_along()
    {
        var (tokenizer, _) = Encoder(ChatTemplates.Named("phi3", new Dictionary<string, ChatTemplate>()));
        tokenizer.Stripping.UnionWith(["<|user|>", "<|assistant|>", "<|end|>"]);
        var encoder = new ConversationEncoder(tokenizer, ChatTemplates.Named("phi3", new Dictionary<string, ChatTemplate>()));

        Assert.Equal("⟨<s>⟩⟨<|user|>⟩Name a colour.⟨<|end|>⟩⟨<|assistant|>⟩", tokenizer.Decode(encoder.Prompt(_short)));
    }

    [Fact]
    public void The_model_s_own_begin_and_end_take_white_space_along_too()
    {
        var tokenizer = new SpellingTokenizer("<s>", "</s>");
        tokenizer.Stripping.UnionWith(["<s>", "</s>"]);
        var encoder = new ConversationEncoder(
            tokenizer,
            new ChatTemplate { User = "{bos} {content}{eos}\n", Assistant = "A: {content}{eos}\n" }
        );

        Assert.Equal("⟨<s>⟩Name a colour.⟨</s>⟩A:", tokenizer.Decode(encoder.Prompt(_short)));
    }

    [Theory]
    [InlineData("<s>{content}\n", "⟨<s>⟩Name a colour.\n")]
    [InlineData("{bos}{content}\n", "⟨<s>⟩Name a colour.\n")]
    [InlineData("{content}<s>\n", "⟨<s>⟩Name a colour.⟨<s>⟩\n")]
    public void A_template_that_begins_with_the_model_s_begin_gets_no_second_one(string user, string expected)
    {
        var tokenizer = new SpellingTokenizer("<s>", "</s>");
        var encoder = new ConversationEncoder(tokenizer, new ChatTemplate { User = user, SpecialTokens = ["<s>"] });

        Assert.Equal(expected, tokenizer.Decode(encoder.Prompt(_short)));
    }

    [Fact]
    public void An_unknown_name_lists_all_of_them()
    {
        var error = Assert.Throws<InvalidDataException>(() =>
            ChatTemplates.Named("alpacca", new Dictionary<string, ChatTemplate> { ["mine"] = new() })
        );

        Assert.Contains("'alpacca'", error.Message, StringComparison.Ordinal);
        Assert.All(ChatTemplates.Names.Append("mine"), name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Missing_special_tokens_are_named()
    {
        var error = Assert.Throws<InvalidDataException>(() =>
            new ConversationEncoder(
                new SpellingTokenizer(null, "</s>"),
                ChatTemplates.Named("chatml", new Dictionary<string, ChatTemplate>())
            )
        );

        Assert.Contains("<|im_start|>, <|im_end|>", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "{bos}",
            Assert
                .Throws<InvalidDataException>(() =>
                    new ConversationEncoder(
                        new SpellingTokenizer(null, "</s>"),
                        ChatTemplates.Named("llama2", new Dictionary<string, ChatTemplate>())
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_special_token_spelled_as_text_is_an_error()
    {
        var error = Assert.Throws<InvalidDataException>(() =>
            new ConversationEncoder(
                new SpellingTokenizer("<s>", "</s>", "[INST]"),
                ChatTemplates.Named("mistral", new Dictionary<string, ChatTemplate>())
            )
        );

        Assert.Contains("[INST]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{content} {content}")]
    [InlineData("no placeholder")]
    [InlineData("{content} {contents}")]
    public void A_piece_without_its_placeholder_is_an_error(string user)
    {
        var error = Assert.Throws<InvalidDataException>(() =>
            new ConversationEncoder(new SpellingTokenizer(null, "</s>"), new ChatTemplate { User = user })
        );

        Assert.Contains(user, error.Message, StringComparison.Ordinal);
        Assert.Contains("expected {content}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_system_message_needs_a_place()
    {
        var encoder = new ConversationEncoder(new SpellingTokenizer(null, "</s>"), new ChatTemplate());

        Assert.Contains("system", Assert.Throws<InvalidDataException>(() => encoder.Prompt(_long)).Message, StringComparison.Ordinal);
        Assert.NotEmpty(encoder.Prompt(_short));
    }

    private static (SpellingTokenizer Tokenizer, ConversationEncoder Encoder) Encoder(ChatTemplate template)
    {
        var tokenizer = new SpellingTokenizer("<s>", "</s>", [.. template.SpecialTokens]);
        return (tokenizer, new ConversationEncoder(tokenizer, template));
    }

    private static TokenizerParts PartsOf(string layout) =>
        Pipeline.Modeling.Tokenization.Reading.TokenizerJsonReader.Read(Path.Combine(GoldenTokenizer.Folder(layout), "tokenizer.json"));
}
