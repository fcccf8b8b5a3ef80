using Pipeline.Engine;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Tests.Modeling.Tokenization.Templates;

namespace Pipeline.Tests.Stages.Answers.Shift;

/// <summary>What the base model reads before an answer.</summary>
public sealed class WrappedPromptTests
{
    private static readonly int[] _tunedPrompt = [1, 2, 3];
    private static readonly GenerationRow _answer = new()
    {
        InstanceId = "p1",
        Model = "sft.a",
        Prompt = "Why?",
    };

    [Fact]
    public void Under_the_same_prompt_it_reads_the_tuned_models_own_ids() =>
        Assert.Same(_tunedPrompt, Prompt(BaseWrapper.Same, "<s>").Encode(_answer, _tunedPrompt));

    [Theory]
    [InlineData("<s>", "⟨<s>⟩Why?")]
    [InlineData(null, "Why?")]
    public void Bare_it_reads_the_request_alone_as_a_text_begins(string? begin, string expected) =>
        Assert.Equal(expected, Text(BaseWrapper.Bare, begin));

    [Fact]
    public void Wrapped_it_reads_headings_and_a_fence_that_is_left_open() =>
        Assert.Equal("⟨<s>⟩# Query: \n ```Why?``` \n\n \n# Answer: \n ```", Text(BaseWrapper.Aligntds, "<s>"));

    [Fact]
    public void An_empty_request_is_refused_where_nothing_begins_a_text()
    {
        var empty = new GenerationRow { InstanceId = "p1", Model = "sft.a" };

        var error = Assert.Throws<InputException>(() => Prompt(BaseWrapper.Bare, null).Encode(empty, _tunedPrompt));

        Assert.Contains("p1 of sft.a: its prompt is empty", error.Message, StringComparison.Ordinal);
        Assert.Single(Prompt(BaseWrapper.Bare, "<s>").Encode(empty, _tunedPrompt));
        Assert.Same(_tunedPrompt, Prompt(BaseWrapper.Same, null).Encode(empty, _tunedPrompt));
    }

    private static string Text(BaseWrapper wrapper, string? begin) =>
        Tokenizer(begin).Decode(Prompt(wrapper, begin).Encode(_answer, _tunedPrompt));

    private static WrappedPrompt Prompt(BaseWrapper wrapper, string? begin) =>
        new(wrapper, new ConversationEncoder(Tokenizer(begin), ChatTemplates.Named("plain", new Dictionary<string, ChatTemplate>())));

    private static SpellingTokenizer Tokenizer(string? begin) => new(begin, "</s>");
}
