using CsCheck;
using Pipeline.Modeling.Decoding;

namespace Pipeline.Tests.Modeling.Decoding;

/// <summary>Which prompt takes which slot when, on an engine without a model: the next token is the length of what was read.</summary>
public sealed class ContinuousRefillTests
{
    private const int Vocabulary = 40;
    private static readonly StopCondition _never = new(_ => "", new HashSet<int>(), []);

    [Fact]
    public void The_longest_prompts_come_first_and_of_equals_the_first()
    {
        using var engine = Counting(1);

        Assert.Equal(
            [1, 3, 2, 0],
            Decode(engine, _never, ([9], 1), ([9, 9, 9], 1), ([9, 9], 1), ([8, 8, 8], 1)).Select(answer => answer.Request)
        );
    }

    [Fact]
    public void A_slot_is_cleared_when_its_answer_ends_and_the_next_prompt_takes_it_at_once()
    {
        using var engine = Counting(2);

        var answers = Decode(engine, _never, ([7, 7, 7], 3), ([6, 6], 1), ([5], 2));

        Assert.Equal(["0:7,7,7 1:6,6", "clear 1", "0:3 1:5", "0:4 1:1", "clear 0", "clear 1"], engine.Told);
        Assert.Equal([1, 0, 2], answers.Select(answer => answer.Request));
        Assert.Equal(
            [
                [2],
                [3, 4, 5],
                [1, 2],
            ],
            answers.Select(answer => answer.Answer.Ids)
        );
        Assert.All(answers, answer => Assert.Equal(AnswerFinish.Length, answer.Answer.Finish));
    }

    [Fact]
    public void More_slots_than_prompts_stay_empty()
    {
        using var engine = Counting(5);

        Decode(engine, _never, ([1], 1), ([2, 2], 1));

        Assert.Equal(["0:2,2 1:1", "clear 0", "clear 1"], engine.Told);
    }

    [Fact]
    public void Without_prompts_the_engine_is_left_alone()
    {
        using var engine = Counting(2);

        Assert.Empty(Decode(engine, _never));
        Assert.Empty(engine.Told);
    }

    /// <summary>The prompt has 3 tokens; with the second of the answer the sequence is the first to pass 4.</summary>
    [Fact]
    public void A_sequence_that_passes_the_length_is_read_anew_once()
    {
        using var engine = Counting(1, rereadBeyond: 4);

        var answer = Assert.Single(Decode(engine, _never, ([9, 9, 9], 4))).Answer;

        Assert.Equal(["0:9,9,9", "0:3", "clear 0", "0:9,9,9,3,4", "0:5", "clear 0"], engine.Told);
        Assert.Equal([3, 4, 5, 6], answer.Ids);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public void A_prompt_that_is_longer_already_is_not_read_anew(int rereadBeyond)
    {
        using var engine = Counting(1, rereadBeyond);

        Decode(engine, _never, ([9, 9, 9, 9], 3));

        Assert.Equal(["0:9,9,9,9", "0:4", "0:5", "clear 0"], engine.Told);
    }

    [Fact]
    public void An_answer_ends_at_its_end_token_and_keeps_it()
    {
        using var engine = Counting(1);

        var answer = Assert.Single(Decode(engine, _never with { EndTokens = new HashSet<int> { 4 } }, ([9, 9], 30))).Answer;

        Assert.Equal([2, 3, 4], answer.Ids);
        Assert.Equal(AnswerFinish.EndToken, answer.Finish);
    }

    [Fact]
    public void Near_ties_are_counted_and_log_probabilities_kept_token_by_token()
    {
        using var engine = new ScriptedEngine(
            1,
            4,
            (sequence, logits) => (logits[1], logits[2]) = (2, sequence.Count % 2 == 0 ? 2.00005f : 5)
        );

        var answer = Assert.Single(Decode(engine, _never, ([0], 5))).Answer;

        Assert.Equal(2, answer.NearTies);
        Assert.Equal(5, answer.LogProbabilities.Length);
        Assert.Equal(5 - Math.Log(2 + Math.Exp(2) + Math.Exp(5)), answer.LogProbabilities[0], 1e-5);
        Assert.Equal(2 - Math.Log(2 + (2 * Math.Exp(2))), answer.LogProbabilities[1], 1e-4);
    }

    /// <summary>So many logits in a step that they are read by several threads.</summary>
    [Fact]
    public void Large_vocabularies_are_answered_alike()
    {
        using var large = new ScriptedEngine(4, 60_000, (sequence, logits) => logits[sequence.Count * 100] = 3);
        using var small = new ScriptedEngine(4, 2_000, (sequence, logits) => logits[sequence.Count * 100] = 3);
        (int[], int)[] prompts = [([1], 3), ([1, 1], 5), ([1, 1, 1], 2), ([1, 1, 1, 1], 4), ([2], 6)];

        Assert.Equal(
            Decode(small, _never, prompts).Select(answer => (answer.Request, string.Join(',', answer.Answer.Ids))),
            Decode(large, _never, prompts).Select(answer => (answer.Request, string.Join(',', answer.Answer.Ids)))
        );
    }

    [Fact]
    public void A_run_that_is_cancelled_takes_no_further_step()
    {
        using var cancelled = new CancellationTokenSource();
        using var engine = new ScriptedEngine(
            1,
            Vocabulary,
            (sequence, logits) =>
            {
                logits[sequence.Count] = 1;
                if (sequence.Count == 3)
                {
                    cancelled.Cancel();
                }
            }
        );
        var answers = new AnswerDecoder(engine, new SamplingSettings(), _never).Decode([new([9], 0, 30)], cancelled.Token);

        Assert.Throws<OperationCanceledException>(() => answers.ToList());
        Assert.Equal(["0:9", "0:1", "0:2"], engine.Told);
    }

    [Fact]
    public void Every_prompt_is_answered_once_and_alike_whatever_the_slots() =>
        Gen.Select(Gen.Int[1, 6], Gen.Select(Gen.Int[1, 8], Gen.Int[1, 8]).Array[0, 20])
            .Sample(
                (slots, shapes) =>
                {
                    using var engine = Counting(slots, rereadBeyond: 6);
                    var requests = shapes.Select(shape => (Enumerable.Repeat(1, shape.Item1).ToArray(), shape.Item2)).ToArray();

                    var answers = Decode(engine, _never, requests).ToDictionary(answer => answer.Request, answer => answer.Answer.Ids);

                    Assert.Equal(requests.Length, answers.Count);
                    Assert.All(
                        requests.Index(),
                        request => Assert.Equal(Enumerable.Range(request.Item.Item1.Length, request.Item.Item2), answers[request.Index])
                    );
                },
                iter: 100,
                threads: 1
            );

    private static ScriptedEngine Counting(int slots, int? rereadBeyond = null) =>
        new(slots, Vocabulary, (sequence, logits) => logits[sequence.Count] = 1) { RereadBeyond = rereadBeyond };

    private static List<(int Request, DecodedAnswer Answer)> Decode(
        ScriptedEngine engine,
        StopCondition stop,
        params (int[] Prompt, int Tokens)[] prompts
    ) =>
        [
            .. new AnswerDecoder(engine, new SamplingSettings(), stop).Decode(
                [.. prompts.Select(prompt => new AnswerRequest(prompt.Prompt, 0, prompt.Tokens))],
                TestContext.Current.CancellationToken
            ),
        ];
}
