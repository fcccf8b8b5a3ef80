using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Native;
using TorchSharp;

namespace Pipeline.Benchmarks;

/// <summary>
/// Loading a synthetic checkpoint of one gigabyte beside reading its file: time and peak resident memory, each in a process of its own. A
/// loaded model is then read through once, because weights that stay in the file cost memory only when they are used.
/// </summary>
internal static partial class LoadingBenchmark
{
    private const int Rounds = 3;
    private const double Gigabyte = 1e9;

    public static int Run(string folder)
    {
        Console.WriteLine(
            $"{"file", -10}{"as", -10}{"file MB", 10}{"weights MB", 12}{"read s", 10}{"load s", 10}{"use s", 10}{"peak MB", 10}{"/ weights", 10}"
        );
        foreach (var stored in new[] { Precision.Float32, Precision.BFloat16 })
        {
            var path = Checkpoint(folder, stored);
            foreach (var precision in new[] { Precision.Float32, Precision.BFloat16 })
            {
                var rounds = Enumerable
                    .Range(0, Rounds)
                    .Select(_ => (Read: Child("read", path, precision), Load: Child("load", path, precision)))
                    .ToList();
                var (read, load) = (rounds.MinBy(round => round.Read[0]).Read, rounds.MinBy(round => round.Load[0]).Load);
                var peak = rounds.Max(round => round.Load[2]);
                Console.WriteLine(
                    $"{stored, -10}{precision, -10}{read[1], 10:F0}{load[3], 12:F0}{read[0], 10:F2}{load[0], 10:F2}{load[1], 10:F2}{peak, 10:F0}{peak / load[3], 10:F2}"
                );
            }
        }

        return 0;
    }

    /// <summary>One measurement, in a process that has done nothing else.</summary>
    public static int RunChild(string what, string path, string precision)
    {
        NativeTorch.Load();
        var before = Status("VmRSS");
        var values = what == "read" ? Read(path) : Load(path, Enum.Parse<Precision>(precision), before);
        Console.WriteLine(string.Join(' ', values.Select(value => value.ToString(CultureInfo.InvariantCulture))));
        return 0;
    }

    private static double[] Read(string path)
    {
        using var handle = File.OpenHandle(Path.Combine(path, "model.safetensors"), options: FileOptions.SequentialScan);
        var buffer = new byte[1 << 20];
        var (start, at) = (Stopwatch.GetTimestamp(), 0L);
        while (RandomAccess.Read(handle, buffer, at) is > 0 and var read)
        {
            at += read;
        }

        return [Stopwatch.GetElapsedTime(start).TotalSeconds, at / 1e6];
    }

    private static double[] Load(string path, Precision precision, double before)
    {
        var start = Stopwatch.GetTimestamp();
        using var model = CausalLanguageModel.Load(path, precision);
        var loaded = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var bytes = 0L;
        foreach (var weight in model.Weights.Values)
        {
            using var sum = weight.max();
            bytes += weight.numel() * weight.dtype.ElementSize();
        }

        return [loaded, Stopwatch.GetElapsedTime(start).TotalSeconds - loaded, Status("VmHWM") - before, bytes / 1e6];
    }

    private static double[] Child(string what, string path, Precision precision)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["loading-child", what, path, precision.ToString()])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return line.Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray();
    }

    /// <summary>A Llama-shaped model with as many layers as make a gigabyte in the type.</summary>
    private static string Checkpoint(string folder, Precision stored)
    {
        var path = Path.Combine(folder, stored.ToString());
        if (File.Exists(Path.Combine(path, "model.safetensors")))
        {
            return path;
        }

        Directory.CreateDirectory(path);
        var elementSize = stored == Precision.BFloat16 ? 2 : 4;
        var configuration = new ModelConfiguration
        {
            VocabularySize = 32_000,
            HiddenSize = 1024,
            IntermediateSize = 2816,
            Heads = 16,
            KeyValueHeads = 16,
            HeadDimension = 64,
            Layers = (int)(((Gigabyte / elementSize) - 65_536_000) / 12_845_056),
        };
        using var model = CausalLanguageModel.Create(configuration, seed: 1, stored);
        CheckpointWriter.SaveConfiguration(path, configuration, 1, 2);
        CheckpointWriter.SaveWeights(path, model, elementSize == 2 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32);
        return path;
    }

    private static double Status(string key) =>
        double.Parse(
            StatusLine().Matches(File.ReadAllText("/proc/self/status")).Single(match => match.Groups[1].Value == key).Groups[2].Value,
            CultureInfo.InvariantCulture
        )
        * 1024
        / 1e6;

    [GeneratedRegex(@"^(Vm\w+):\s+(\d+) kB$", RegexOptions.Multiline)]
    private static partial Regex StatusLine();
}
