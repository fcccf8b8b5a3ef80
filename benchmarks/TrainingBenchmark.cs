using System.Globalization;
using System.Text.Json;
using Pipeline.Modeling.Kernels;
using Pipeline.Modeling.Models;

namespace Pipeline.Benchmarks;

/// <summary>
/// Training speed and memory beside transformers and PEFT: the same model, tokens, precision and batch (rows of 256 tokens), rounds in
/// turn. The ratio of tokens per second is the median of the rounds'.
/// </summary>
internal static class TrainingBenchmark
{
    /// <summary>One case: MODEL (a folder, or <c>40m</c>), full or lora, float32 or mixed, rows of a batch, steps of a round.</summary>
    public static int Speed(string model, string method, string precision, string batch, string steps) =>
        With(
            model,
            (folder, tokens) =>
            {
                using var peer = new PeerProcess("training_peer.py", folder, tokens, method, precision, batch);
                using var ours = new TrainingSubject(folder, method, Parsed(precision), Number(batch), recompute: false);
                ours.Run(2);
                peer.Round("2");
                WriteProducts();
                var rounds = Enumerable
                    .Range(0, Rounds.Count)
                    .Select(_ =>
                        (Ours: Rounds.Time(() => ours.Run(Number(steps))), Peer: peer.Round(steps).GetProperty("seconds").GetDouble())
                    )
                    .ToList();
                var tokensPerRound = (double)ours.StepTokens * Number(steps);
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{method, -5}{precision, -9}batch {batch, -4}ours "
                            + $"{tokensPerRound / Rounds.Median(rounds.Select(round => round.Ours)), 8:F0} tokens/s, peer "
                            + $"{tokensPerRound / Rounds.Median(rounds.Select(round => round.Peer)), 8:F0}, ratio "
                            + $"{Rounds.Median(rounds.Select(round => round.Peer / round.Ours)):F2}"
                    )
                );
            }
        );

    /// <summary>Our steps alone, for a profiler or for shapes that no peer is asked for: the median of five rounds, steps per
    /// second.</summary>
    public static int Alone(string model, string method, string precision, string batch, string length, string steps) =>
        With(
            model,
            (folder, _) =>
            {
                using var ours = new TrainingSubject(folder, method, Parsed(precision), Number(batch), recompute: false, Number(length));
                ours.Run(3);
                WriteProducts();
                var rates = Enumerable
                    .Range(0, Rounds.Count)
                    .Select(_ => Number(steps) / Rounds.Time(() => ours.Run(Number(steps))))
                    .ToList();
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{method, -5}{precision, -9}batch {batch} of {length}: {Rounds.Median(rates):F2} steps/s, "
                            + $"{Rounds.Median(rates) * ours.StepTokens:F0} tokens/s"
                    )
                );
            }
        );

    /// <summary>Peak resident memory above that after loading the library, ours after 20 and <paramref name="steps"/> steps, the peer's
    /// after the last.</summary>
    public static int Memory(string model, string method, string precision, string batch, string steps, string checkpointing) =>
        With(
            model,
            (folder, tokens) =>
            {
                var recompute = checkpointing == "checkpointing";
                var idle = Rounds.Memory("VmRSS");
                using (var ours = new TrainingSubject(folder, method, Parsed(precision), Number(batch), recompute))
                {
                    ours.Run(Math.Min(20, Number(steps)));
                    var early = Rounds.Memory("VmHWM") - idle;
                    ours.Run(Math.Max(0, Number(steps) - 20));
                    Console.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"ours {method} {precision} batch {batch} {checkpointing}: {early:F0} MiB after 20 steps, "
                                + $"{Rounds.Memory("VmHWM") - idle:F0} after {steps}"
                        )
                    );
                }

                using var peer = new PeerProcess("training_peer.py", folder, tokens, method, precision, batch, checkpointing);
                var answer = peer.Round(Math.Min(20, Number(steps)).ToString(CultureInfo.InvariantCulture));
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"peer: {Number(answer, "peak_mib") - Number(answer, "idle_mib"):F0} MiB")
                );
            }
        );

    /// <summary>Which products of linear layers this machine takes, and how it is known by.</summary>
    private static void WriteProducts() =>
        Console.WriteLine($"products {MeasuredProducts.OfThisMachine} (kernels {KernelChoices.Given}; {MachineType.Describe()})");

    private static int With(string model, Action<string, string> measure)
    {
        var scratch = Directory.CreateTempSubdirectory("training-benchmark-").FullName;
        try
        {
            var folder = model;
            if (model == "40m")
            {
                folder = Path.Combine(scratch, "model");
                Directory.CreateDirectory(folder);
                TrainingSubject.MakeModel(folder);
            }

            var tokens = Path.Combine(scratch, "tokens.safetensors");
            TrainingSubject.WriteTokens(tokens, ModelConfiguration.Read(folder).VocabularySize);
            measure(folder, tokens);
            return 0;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static double Number(JsonElement answer, string key) => answer.GetProperty(key).GetDouble();

    private static Precision Parsed(string precision) => precision == "mixed" ? Precision.Mixed : Precision.Float32;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
