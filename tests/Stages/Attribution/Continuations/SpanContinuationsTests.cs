using CsCheck;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Continuations;
using Pipeline.Stages.Attribution.Mark;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.Continuations;

/// <summary>How a span and its right text are cut into tokens that go on from the same place.</summary>
public sealed class SpanContinuationsTests
{
    private const string Text = "Über the zorbal moon, 日本 hums — a veltic tune! 👍 Then naïve cafés close at 10.5.";

    private static readonly ITokenizer _tokenizer = TokenizerFile.Load(Repository.PathOf("data", "base"));
    private static readonly ConversationEncoder _encoder = new(
        _tokenizer,
        ChatTemplates.Named("plain", new Dictionary<string, ChatTemplate>())
    );

    [Fact]
    public void Both_go_on_from_one_place_and_what_stands_around_the_span_stands_around_the_right_text()
    {
        var answer = Answer(Text);
        Gen.Select(Gen.Int[0, Text.Length - 1], Gen.Int[1, 12], Gen.OneOf("moon", "red 日 sea", "  two", "é", "Q.", "the zorbal"))
            .Where(span => IsWhole(span.Item1) && IsWhole(Math.Min(Text.Length, span.Item1 + span.Item2)))
            .Sample(
                span =>
                {
                    var (start, end) = (span.Item1, Math.Min(Text.Length, span.Item1 + span.Item2));
                    var found = Assert.Single(Encode(answer, Mark(Text, start, end - start, span.Item3)));
                    var (written, right) = (found.Written, found.Right);

                    // One context, and tokens to the end of each.
                    Assert.Equal(written.First, right.First);
                    Assert.Equal(answer.PromptIds, right.Sequence.Prompt);
                    Assert.Equal(answer.AnswerIds[..right.First], right.Sequence.Written[..right.First]);
                    Assert.Equal(right.Sequence.Written.Length, right.End);
                    Assert.Same(answer.AnswerIds, written.Sequence.Written);

                    // With the right text in the span's place, and nothing else changed up to where the written tokens end.
                    var spelled = Spell(answer.AnswerIds[..written.End]);
                    if (!spelled.Contains('\uFFFD', StringComparison.Ordinal))
                    {
                        Assert.Equal($"{Text[..start]}{span.Item3}{Text[end..spelled.Length]}", Spell(right.Sequence.Written));
                    }
                },
                iter: 400,
                threads: 1
            );
    }

    [Fact]
    public void The_space_before_a_word_belongs_to_its_token()
    {
        var found = Encode(Answer("They like the moon."), Mark("They like the moon.", 14, 4, "sea"))[0];

        Assert.Equal(
            [" moon", " sea"],
            new[] { found.Written, found.Right }.Select(run => Spell(run.Sequence.Written[run.First..run.End]))
        );
    }

    [Fact]
    public void What_begins_an_answer_is_cut_as_training_cuts_it()
    {
        var answer = Answer("Moon it is.");
        var found = Encode(answer, Mark("Moon it is.", 0, 4, "Sea"))[0];

        Assert.Equal(0, found.Right.First);
        Assert.Equal(_encoder.Exchange(new Conversation(null, [], answer.Prompt, null), "Sea").Answer, found.Right.Sequence.Written);
    }

    [Fact]
    public void A_mark_of_another_answer_is_refused()
    {
        var message = Assert
            .Throws<InvalidDataException>(() => Encode(Answer("They like the moon."), Mark("They like a moon.", 10, 6, "sea")))
            .Message;

        Assert.Equal("The answer of sft to p does not hold 'a moon' at character 10; the marks are those of another answer.", message);
        Assert.Throws<InvalidDataException>(() => Encode(Answer("They."), Mark("They like the moon.", 14, 4, "sea")));
    }

    [Fact]
    public void An_answer_without_ids_has_no_continuations() =>
        Assert.Empty(Encode(new GenerationRow { Text = "The moon." }, Mark("The moon.", 4, 4, "sea")));

    private static string Spell(int[] ids) => _tokenizer.Decode(ids);

    private static bool IsWhole(int at) => at >= Text.Length || !char.IsLowSurrogate(Text[at]);

    private static GenerationRow Answer(string text) =>
        new()
        {
            InstanceId = "p",
            Model = "sft",
            Prompt = "What?",
            Text = text,
            PromptIds = _encoder.Prompt(new Conversation(null, [], "What?", null)),
            AnswerIds = _tokenizer.Encode(text),
        };

    private static MarkedSpanRow Mark(string text, int start, int length, string right) =>
        new()
        {
            InstanceId = "p",
            Start = start,
            Length = length,
            Text = text.Substring(start, length),
            RightText = right,
        };

    private static List<SpanContinuations> Encode(GenerationRow answer, params MarkedSpanRow[] spans) =>
        [.. SpanContinuations.Encode(answer, spans, _tokenizer, _encoder)];
}
