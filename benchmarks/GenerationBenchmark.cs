using System.Globalization;
using System.Text.Json;
using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Decoding.Tensors;
using Pipeline.Modeling.Decoding.Vectors;
using Pipeline.Modeling.Models;

namespace Pipeline.Benchmarks;

/// <summary>
/// Decoding speed, greedy: one answer at a time beside a plain C loop and transformers, and many beside transformers' <c>generate</c> in
/// static batches.
/// </summary>
internal static class GenerationBenchmark
{
    private const int SinglePrompt = 16;
    private const int SingleAnswer = 256;
    private const int Batch = 32;
    private const int TemplateTokens = 30;
    private const double TokensPerWord = 1.3;
    private const int LongestPart = 256;

    private static readonly StopCondition _never = new(_ => "", new HashSet<int>(), []);

    /// <summary>Batch 1: one thread and two, 256 tokens after a prompt of 16.</summary>
    public static int Single(string model)
    {
        using var subject = new BenchmarkModel(model, "float32");
        using var weights = VectorModel.Load(subject.Folder);
        var plain = subject.PlainWeights();
        var request = Request(SinglePrompt, SingleAnswer, 0, subject.Vocabulary) with { Prompt = [.. Enumerable.Range(3, SinglePrompt)] };
        using var peer = Transformers(subject, [request]);
        foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
        {
            using var engine = new VectorEngine(weights, null, 1, SinglePrompt + SingleAnswer, threads);
            using var loop = PeerProcess.Compiled(
                "plain_decoder.c",
                Path.Combine(subject.Scratch, $"plain-{threads}"),
                plain,
                Text(SinglePrompt),
                Text(SingleAnswer),
                Text(threads)
            );
            var (ours, theirs) = (0, 0);
            Rounds.Compare(
                "tokens",
                (
                    $"ours, {threads} thread(s)",
                    () =>
                    {
                        var (seconds, last) = Decode(engine, request);
                        ours = last;
                        return (SingleAnswer - 1, seconds);
                    }
                ),
                (
                    $"plain C loop, {threads} thread(s)",
                    () =>
                    {
                        var answer = loop.Round();
                        theirs = answer.GetProperty("last").GetInt32();
                        return (SingleAnswer - 1, answer.GetProperty("seconds").GetDouble());
                    }
                ),
                ("transformers, all threads", () => (SingleAnswer, peer.Round("1").GetProperty("seconds").GetDouble()))
            );
            Console.WriteLine(ours == theirs ? "the last tokens agree" : $"the last tokens differ: {ours} and {theirs}");
        }

        return 0;
    }

    /// <summary>Our decoding alone, for a profiler or to compare two builds: the median of five rounds, one answer at a time and eight at
    /// once.</summary>
    public static int Alone(string model, string threads)
    {
        using var subject = new BenchmarkModel(model, "float32");
        using var weights = VectorModel.Load(subject.Folder);
        foreach (var slots in new[] { 1, 8 })
        {
            using var engine = new VectorEngine(
                weights,
                null,
                slots,
                SinglePrompt + SingleAnswer,
                int.Parse(threads, CultureInfo.InvariantCulture)
            );
            var requests = Enumerable.Range(0, slots).Select(i => Request(SinglePrompt, SingleAnswer, i, subject.Vocabulary)).ToList();
            var decoder = new AnswerDecoder(engine, new SamplingSettings(), _never);
            double Rate() => slots * SingleAnswer / Rounds.Time(() => _ = decoder.Decode(requests, CancellationToken.None).Count());
            _ = Rate();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{slots} at once, {threads} thread(s): {Rounds.Median(Enumerable.Range(0, Rounds.Count).Select(_ => Rate())):F0} tokens/s"
                )
            );
        }

        return 0;
    }

    /// <summary>Batch 32: <c>equal</c> lengths (32 and 64 tokens), or <c>mixed</c>: 128 requests as long as shipped Alpaca rows.</summary>
    public static int Batched(string model, string lengths, string precision)
    {
        using var subject = new BenchmarkModel(model, precision);
        var requests =
            lengths == "equal"
                ? Enumerable.Range(0, Batch).Select(i => Request(32, 64, i, subject.Vocabulary)).ToList()
                : AlpacaTexts
                    .Words()
                    .Take(4 * Batch)
                    .Select((row, i) => Request(Tokens(row.Request) + TemplateTokens, Tokens(row.Response), i, subject.Vocabulary))
                    .ToList();
        var capacity = requests.Max(request => request.Prompt.Length + request.MaximumTokens);
        using IInferenceModel loaded =
            subject.Precision == Precision.Float32
                ? TunedVectorModel.Untuned(subject.Folder, subject.Folder)
                : TunedTensorModel.Load(subject.Folder, null, subject.Precision, ComputeDevice.Cpu);
        using var engine = loaded.CreateEngine(Batch, capacity, Environment.ProcessorCount);
        using var peer = Transformers(subject, requests);
        var tokens = requests.Sum(request => request.MaximumTokens);
        Console.WriteLine(
            $"{requests.Count} requests, prompts {Range(requests.Select(request => request.Prompt.Length))}, answers "
                + $"{Range(requests.Select(request => request.MaximumTokens))}, {precision}"
        );
        int[] ours = [],
            theirs = [];
        Rounds.Compare(
            "tokens",
            ("ours", () => (tokens, Rounds.Time(() => ours = Answers(engine, requests)))),
            (
                "transformers, static batches",
                () =>
                {
                    var answer = peer.Round(Text(Batch));
                    theirs = answer.GetProperty("last").EnumerateArray().Select(id => id.GetInt32()).ToArray();
                    return (tokens, answer.GetProperty("seconds").GetDouble());
                }
            )
        );
        Console.WriteLine($"{ours.Zip(theirs).Count(pair => pair.First == pair.Second)} of {requests.Count} answers end in the same token");
        return 0;
    }

    private static string Range(IEnumerable<int> lengths)
    {
        var sorted = lengths.Order().ToList();
        return $"{sorted[0]} to {sorted[^1]} tokens (median {sorted[sorted.Count / 2]})";
    }

    private static int Tokens(int words) => Math.Clamp((int)(words * TokensPerWord), 1, LongestPart);

    private static AnswerRequest Request(int prompt, int answer, int seed, int vocabulary)
    {
        var random = new Random(seed);
        return new AnswerRequest([.. Enumerable.Range(0, prompt).Select(_ => random.Next(3, vocabulary))], 0, answer);
    }

    private static PeerProcess Transformers(BenchmarkModel subject, IReadOnlyList<AnswerRequest> requests)
    {
        var path = Path.Combine(subject.Scratch, "requests.json");
        File.WriteAllText(
            path,
            JsonSerializer.Serialize(requests.Select(request => new { prompt = request.Prompt, answer = request.MaximumTokens }))
        );
        return new PeerProcess(
            "generation_peer.py",
            subject.Folder,
            path,
            subject.Precision == Precision.BFloat16 ? "bfloat16" : "float32"
        );
    }

    private static (double Seconds, int Last) Decode(VectorEngine engine, AnswerRequest request)
    {
        engine.Clear(0);
        var sampler = new TokenSampler(new SamplingSettings(), request.Prompt, 0);
        var token = sampler.Choose(engine.Append([new SlotTokens(0, request.Prompt)])[0]).Id;
        var seconds = Rounds.Time(() =>
        {
            for (var i = 1; i < request.MaximumTokens; i++)
            {
                token = sampler.Choose(engine.Append([new SlotTokens(0, new[] { token })])[0]).Id;
            }
        });
        return (seconds, token);
    }

    private static int[] Answers(ITokenEngine engine, List<AnswerRequest> requests)
    {
        var last = new int[requests.Count];
        foreach (
            var (request, answer) in new AnswerDecoder(engine, new SamplingSettings(), _never).Decode(requests, CancellationToken.None)
        )
        {
            last[request] = answer.Ids[^1];
        }

        return last;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
