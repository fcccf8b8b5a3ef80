using CsCheck;
using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Decoding.Tensors;
using Pipeline.Modeling.Decoding.Vectors;
using Pipeline.Modeling.Models;
using Pipeline.Tests.Modeling.Models;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Decoding;

/// <summary>Continuous refill: what is answered beside a prompt, and in which slot, changes nothing.</summary>
public sealed class AnswerDecoderTests
{
    private const int Capacity = 128;

    private static readonly StopCondition _never = new(Spell, new HashSet<int>(), []);

    [Theory]
    [MemberData(nameof(GoldenModels.Forward), MemberType = typeof(GoldenModels))]
    public void Greedy_ids_are_the_references_alone_and_in_a_batch_and_none_was_a_near_tie(string family)
    {
        using var weights = VectorModel.Load(GoldenModels.Folder(family), TestContext.Current.CancellationToken);
        using var golden = GoldenModels.Open(family);
        using var scope = NewDisposeScope();
        var prompts = Rows(GoldenModels.Ids(golden, "greedy_prompt"));
        var expected = Rows(GoldenModels.Ids(golden, "greedy_ids"));
        var requests = prompts.Select(prompt => new AnswerRequest(prompt, 0, expected[0].Length - prompt.Length)).ToList();

        var batched = Decode(weights, requests, new SamplingSettings(), _never, slots: 2);
        var alone = requests.SelectMany(request => Decode(weights, [request], new SamplingSettings(), _never, slots: 1)).ToList();

        Assert.Equal(expected, prompts.Zip(batched, (prompt, answer) => (int[])[.. prompt, .. answer.Ids]));
        Assert.Equal(batched.Select(answer => answer.LogProbabilities), alone.Select(answer => answer.LogProbabilities));
        Assert.All(batched, answer => Assert.Equal(0, answer.NearTies));
    }

    [Theory]
    [MemberData(nameof(GoldenModels.Forward), MemberType = typeof(GoldenModels))]
    public void Libtorch_writes_the_references_greedy_ids_alone_and_in_a_batch(string family)
    {
        using var model = TunedTensorModel.Load(
            GoldenModels.Folder(family),
            null,
            Precision.Float32,
            ComputeDevice.Cpu,
            TestContext.Current.CancellationToken
        );
        using var golden = GoldenModels.Open(family);
        using var scope = NewDisposeScope();
        var prompts = Rows(GoldenModels.Ids(golden, "greedy_prompt"));
        var expected = Rows(GoldenModels.Ids(golden, "greedy_ids"));
        var requests = prompts.Select(prompt => new AnswerRequest(prompt, 0, expected[0].Length - prompt.Length)).ToList();
        using var two = model.CreateEngine(2, Capacity, 1);
        using var one = model.CreateEngine(1, Capacity, 1);

        foreach (
            var answers in new[]
            {
                Decode(two, requests, new SamplingSettings(), _never),
                Decode(one, requests, new SamplingSettings(), _never),
            }
        )
        {
            Assert.Equal(expected, prompts.Zip(answers, (prompt, answer) => (int[])[.. prompt, .. answer.Ids]));
        }
    }

    [Theory]
    [InlineData("llama3")]
    [InlineData("mistral")]
    [InlineData("gpt2")]
    [InlineData("rope_longrope")]
    [InlineData("rope_dynamic")]
    public void Libtorch_writes_the_same_greedy_ids_however_its_rows_are_refilled(string family)
    {
        using var weights = VectorModel.Load(GoldenModels.Folder(family), TestContext.Current.CancellationToken);
        using var model = TunedTensorModel.Load(
            GoldenModels.Folder(family),
            null,
            Precision.Float32,
            ComputeDevice.Cpu,
            TestContext.Current.CancellationToken
        );
        using var engine = model.CreateEngine(3, Capacity, 1);
        var random = new Random(9);
        var requests = Enumerable
            .Range(0, 11)
            .Select(_ => new AnswerRequest(
                [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(20, 300))],
                0,
                random.Next(1, 60)
            ))
            .ToList();

        var expected = Decode(weights, requests, new SamplingSettings(), _never, 4);
        var answers = Decode(engine, requests, new SamplingSettings(), _never);

        // Where two tokens were about equally likely, either path may choose either, and go on from there.
        var decided = Enumerable.Range(0, requests.Count).Where(i => expected[i].NearTies == 0).ToList();
        Assert.InRange(decided.Count, requests.Count - 2, requests.Count);
        Assert.Equal(decided.Select(i => expected[i].Ids), decided.Select(i => answers[i].Ids));
    }

    /// <summary>The prompts have 20 tokens, the original length is 32, the answers end at 52.</summary>
    [Fact]
    public void An_answer_that_passes_the_original_length_of_LongRoPE_is_the_references()
    {
        using var weights = VectorModel.Load(GoldenModels.Folder("rope_longrope"), TestContext.Current.CancellationToken);
        using var model = TunedTensorModel.Load(
            GoldenModels.Folder("rope_longrope"),
            null,
            Precision.Float32,
            ComputeDevice.Cpu,
            TestContext.Current.CancellationToken
        );
        using var golden = GoldenModels.Open("rope_longrope", "greedy.safetensors");
        using var scope = NewDisposeScope();
        var prompts = Rows(GoldenModels.Ids(golden, "greedy_prompt"));
        var expected = Rows(GoldenModels.Ids(golden, "greedy_ids"));
        var requests = prompts.Select(prompt => new AnswerRequest(prompt, 0, expected[0].Length - prompt.Length)).ToList();
        foreach (var slots in new[] { 1, 2 })
        {
            using var libtorch = model.CreateEngine(slots, Capacity, 1);
            foreach (
                var answers in new[]
                {
                    Decode(weights, requests, new SamplingSettings(), _never, slots),
                    Decode(libtorch, requests, new SamplingSettings(), _never),
                }
            )
            {
                Assert.Equal(expected, prompts.Zip(answers, (prompt, answer) => (int[])[.. prompt, .. answer.Ids]));
            }
        }
    }

    [Fact]
    public void Sampled_answers_are_the_same_whatever_the_slots_and_the_company()
    {
        using var weights = VectorModel.Load(GoldenModels.Folder("llama3"), TestContext.Current.CancellationToken);
        var stop = _never with { EndTokens = new HashSet<int>(Enumerable.Range(0, 20)) };
        var random = new Random(3);
        var requests = Enumerable
            .Range(0, 24)
            .Select(i => new AnswerRequest(
                [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(20, 300))],
                (ulong)i,
                random.Next(1, 30)
            ))
            .ToList();

        Gen.Select(Gen.Int[0, _settings.Length - 1], Gen.Int[1, 30], Gen.Int[1, 24])
            .Sample(
                (variant, slots, company) =>
                {
                    var some = requests.Take(company).ToList();
                    var answers = Decode(weights, some, _settings[variant], stop, slots);
                    var alone = Decode(weights, [some[^1]], _settings[variant], stop, 1)[0];
                    return answers.All(answer => answer.Ids.Length > 0)
                        && answers[^1].Ids.SequenceEqual(alone.Ids)
                        && answers[^1].LogProbabilities.SequenceEqual(alone.LogProbabilities)
                        && answers[^1].Finish == alone.Finish;
                },
                iter: 20,
                threads: 1
            );
    }

    [Fact]
    public void An_answer_ends_at_an_end_token_a_stop_string_or_the_limit()
    {
        using var weights = VectorModel.Load(GoldenModels.Folder("llama3"), TestContext.Current.CancellationToken);
        var sampling = new SamplingSettings { Temperature = 1 };
        var request = new AnswerRequest([5, 6, 7], 0, 12);
        var free = Decode(weights, [request], sampling, _never, 1)[0];
        var third = free.Ids.Take(3).ToList();

        var ended = Decode(weights, [request], sampling, _never with { EndTokens = new HashSet<int> { free.Ids[2] } }, 1)[0];
        var stop = _never with { StopStrings = [Spell(third[1..])] };
        var stopped = Decode(weights, [request], sampling, stop, 1)[0];

        Assert.Equal((AnswerFinish.Length, 12), (free.Finish, free.Ids.Length));
        Assert.Equal((AnswerFinish.EndToken, Array.IndexOf(free.Ids, free.Ids[2]) + 1), (ended.Finish, ended.Ids.Length));
        Assert.Equal(AnswerFinish.StopString, stopped.Finish);
        Assert.Equal(third, stopped.Ids);
        Assert.Equal(Spell(third[..1]), stop.Cut(Spell(stopped.Ids)));
    }

    private static readonly SamplingSettings[] _settings =
    [
        new(),
        new() { Temperature = 0.8 },
        new() { Temperature = 1, TopK = 5 },
        new() { Temperature = 1.3, TopP = 0.9 },
        new() { RepetitionPenalty = 1.3 },
        new()
        {
            Temperature = 0.7,
            TopK = 40,
            TopP = 0.95,
            RepetitionPenalty = 1.1,
        },
    ];

    private static List<DecodedAnswer> Decode(
        VectorModel weights,
        List<AnswerRequest> requests,
        SamplingSettings settings,
        StopCondition stop,
        int slots
    )
    {
        using var engine = new VectorEngine(weights, null, slots, Capacity, 2);
        return Decode(engine, requests, settings, stop);
    }

    private static List<DecodedAnswer> Decode(
        ITokenEngine engine,
        List<AnswerRequest> requests,
        SamplingSettings settings,
        StopCondition stop
    )
    {
        var answers = new DecodedAnswer[requests.Count];
        foreach (var (request, answer) in new AnswerDecoder(engine, settings, stop).Decode(requests, TestContext.Current.CancellationToken))
        {
            answers[request] = answer;
        }

        return [.. answers];
    }

    /// <summary>One character a token.</summary>
    private static string Spell(IReadOnlyList<int> ids) => string.Concat(ids.Select(id => (char)(0x4E00 + id)));

    private static List<int[]> Rows(Tensor ids) => ids.data<long>().Select(id => (int)id).Chunk((int)ids.shape[1]).ToList();
}
