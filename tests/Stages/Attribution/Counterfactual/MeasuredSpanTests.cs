using CsCheck;
using Pipeline.Modeling.Tokenization;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Counterfactual;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.Counterfactual;

/// <summary>Which tokens of an answer a span is made of.</summary>
public sealed class MeasuredSpanTests
{
    private static readonly ITokenizer _tokenizer = TokenizerFile.Load(Repository.PathOf("data", "base"));

    [Fact]
    public void The_tokens_are_the_fewest_that_cover_the_span()
    {
        // Where a character's first byte shares a token with what stands before it, that token counts to the character.
        const string Text = "Über the zorbal moon, 日本 hums — a veltic tune! 👍 Then naïve cafés close at 10.5.";
        var answer = new GenerationRow { Text = Text, AnswerIds = _tokenizer.Encode(Text) };
        var starts = TokenTexts.Starts(_tokenizer, answer.AnswerIds);
        Gen.Select(Gen.Int[0, Text.Length - 1], Gen.Int[1, 12])
            .Where(span => IsWhole(Text, span.Item1) && IsWhole(Text, Math.Min(Text.Length, span.Item1 + span.Item2)))
            .Sample(
                span =>
                {
                    var (start, end) = (span.Item1, Math.Min(Text.Length, span.Item1 + span.Item2));
                    var found = MeasuredSpan.Locate(
                        new BorrowedSpanRow
                        {
                            Start = start,
                            Length = end - start,
                            Text = Text[start..end],
                        },
                        answer,
                        starts
                    )!;
                    int Before(int tokens) => _tokenizer.Decode([.. answer.AnswerIds.Take(tokens)]).TrimEnd('\uFFFD').Length;

                    Assert.True(Before(found.FirstToken) <= start);
                    Assert.True(Before(found.FirstToken + found.Tokens) >= end);
                    Assert.Contains(
                        Text[start..end],
                        _tokenizer.Decode(answer.AnswerIds[found.FirstToken..(found.FirstToken + found.Tokens)]),
                        StringComparison.Ordinal
                    );
                    Assert.True(
                        Before(found.FirstToken + found.Tokens - 1) < end || !char.IsAscii(Text[end]),
                        "the last token is not needed"
                    );
                    Assert.Equal(
                        (answer.AnswerIds, found.FirstToken, found.Tokens),
                        (found.Run.Sequence.Written, found.Run.First, found.Run.Count)
                    );
                },
                iter: 400,
                threads: 1
            );
    }

    [Fact]
    public void A_token_that_also_spells_the_space_before_the_span_counts_whole()
    {
        const string Text = "They like the moon.";
        var ids = _tokenizer.Encode(Text);
        var found = MeasuredSpan.Locate(
            new BorrowedSpanRow
            {
                Start = 5,
                Length = 4,
                Text = "like",
            },
            new GenerationRow { Text = Text, AnswerIds = ids },
            TokenTexts.Starts(_tokenizer, ids)
        )!;

        Assert.Equal(" like", _tokenizer.Decode(ids[found.FirstToken..(found.FirstToken + found.Tokens)]));
    }

    [Fact]
    public void An_answer_without_ids_has_no_tokens() =>
        Assert.Null(
            MeasuredSpan.Locate(
                new BorrowedSpanRow
                {
                    Start = 0,
                    Length = 4,
                    Text = "They",
                },
                new GenerationRow { Text = "They like it." },
                []
            )
        );

    [Fact]
    public void Of_several_samples_the_first_that_holds_the_span_there_is_taken()
    {
        GenerationRow[] samples =
        [
            new() { Sample = 0, Text = "No." },
            new() { Sample = 1, Text = "So it is so." },
            new() { Sample = 2, Text = "So it is so." },
        ];

        Assert.Equal(
            1,
            MeasuredSpan
                .AnswerOf(
                    new BorrowedSpanRow
                    {
                        Start = 3,
                        Length = 5,
                        Text = "it is",
                    },
                    samples
                )!
                .Sample
        );
        Assert.Null(
            MeasuredSpan.AnswerOf(
                new BorrowedSpanRow
                {
                    Start = 0,
                    Length = 5,
                    Text = "it is",
                },
                samples
            )
        );
    }

    private static bool IsWhole(string text, int at) => at >= text.Length || !char.IsLowSurrogate(text[at]);
}
