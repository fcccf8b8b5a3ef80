using System.Globalization;
using System.Text.Json;
using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Decoding.Tensors;
using Pipeline.Modeling.Decoding.Vectors;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Native;
using Pipeline.Stages.Answers.Shift;
using static TorchSharp.torch;

namespace Pipeline.Benchmarks;

/// <summary>
/// Token shift between a model and the same with noise on its weights, one batch at every position: tokens read by each of the two models a
/// second, and peak resident memory above that after loading the library. Beside it transformers: two forward passes, log-softmax, KL and
/// rank.
/// </summary>
internal static class ScoringBenchmark
{
    private const int TopK = 30;
    private const double Noise = 0.01;

    public static int Run(string model, string precision, string batch, string length)
    {
        NativeTorch.Load();
        var idle = Rounds.Memory("VmRSS");
        using var subject = new BenchmarkModel(model, precision);
        var tuned = Tuned(subject);
        var random = new Random(1);
        var rows = Enumerable
            .Range(0, Number(batch))
            .Select(_ => Enumerable.Range(0, Number(length)).Select(_ => random.Next(3, subject.Vocabulary)).ToArray())
            .ToList();
        var tokens = Path.Combine(subject.Scratch, "tokens.json");
        File.WriteAllText(tokens, JsonSerializer.Serialize(rows));
        using var before = Load(subject, subject.Folder);
        using var after = Load(subject, tuned);
        using var baseScorer = before.CreateScorer(Environment.ProcessorCount);
        using var tunedScorer = after.CreateScorer(Environment.ProcessorCount);
        using var peer = new PeerProcess("scoring_peer.py", subject.Folder, tuned, tokens, precision);
        var comparison = new AnswerComparison(baseScorer, tunedScorer, 1, TopK, null, Environment.ProcessorCount);
        var pairs = rows.ConvertAll(row => (row[..1], row[1..]));
        var (divergence, answer) = (0.0, default(JsonElement));
        Rounds.Compare(
            "tokens",
            (
                "ours",
                () =>
                    (
                        rows.Count * Number(length),
                        Rounds.Time(() =>
                        {
                            baseScorer.Read(pairs);
                            tunedScorer.Read(pairs);
                            divergence = comparison.Compare([.. pairs.SelectMany(pair => pair.Item2)]).Average(shift => shift.KlTunedBase);
                        })
                    )
            ),
            (
                "transformers",
                () =>
                {
                    answer = peer.Round();
                    return (rows.Count * Number(length), answer.GetProperty("seconds").GetDouble());
                }
            )
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"mean KL {divergence:F6} and {answer.GetProperty("kl").GetDouble():F6} nats; peak memory "
                    + $"{Rounds.Memory("VmHWM") - idle:F0} and "
                    + $"{answer.GetProperty("peak_mib").GetDouble() - answer.GetProperty("idle_mib").GetDouble():F0} MiB"
            )
        );
        return 0;
    }

    private static IInferenceModel Load(BenchmarkModel subject, string folder) =>
        subject.Precision == Precision.Float32
            ? TunedVectorModel.Untuned(folder, folder)
            : TunedTensorModel.Load(folder, null, subject.Precision, ComputeDevice.Cpu);

    private static string Tuned(BenchmarkModel subject)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using var model = CausalLanguageModel.Load(subject.Folder);
        random.manual_seed(2);
        foreach (var weight in model.Weights.Values)
        {
            weight.add_(randn_like(weight) * Noise);
        }

        var folder = Directory.CreateDirectory(Path.Combine(subject.Scratch, "tuned")).FullName;
        CheckpointWriter.SaveLike(folder, model, subject.Folder, ScalarType.Float32);
        return folder;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
