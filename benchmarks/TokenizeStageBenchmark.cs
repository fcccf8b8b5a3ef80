using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Pipeline.Benchmarks;

/// <summary>
/// The tokenize stage through the whole program: every round is a process of its own with the ingested rows cached, so reading and writing
/// Parquet and compiling count; the time is that between the program's events of the stage's start and end. Workers in turn; the fastest
/// round counts.
/// </summary>
internal static class TokenizeStageBenchmark
{
    private const int Rounds = 5;
    private static readonly int[] _workers = [1, 2];

    public static int Run(string model, string copies)
    {
        var folder = Directory.CreateTempSubdirectory("pipeline-benchmark-").FullName;
        try
        {
            var times = int.Parse(copies, CultureInfo.InvariantCulture);
            var megabytes = times * AlpacaTexts.Read().Sum(Encoding.UTF8.GetByteCount) / 1e6;
            var file = Prepare(folder, Path.GetFullPath(model), times);
            Stage(folder, file, _workers[^1]);
            var fastest = _workers.ToDictionary(workers => workers, _ => (Seconds: double.MaxValue, Rows: 0));
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var workers in _workers)
                {
                    // Moved, not deleted: a file system that has just lost thousands of files makes new ones slowly.
                    Directory.Move(Path.Combine(folder, "cache", "tokenize"), Path.Combine(folder, $"round-{round}-{workers}"));
                    var measured = Stage(folder, file, workers);
                    fastest[workers] = measured.Seconds < fastest[workers].Seconds ? measured : fastest[workers];
                }
            }

            Console.WriteLine($"{"workers", -10}{"rows", 10}{"MB", 10}{"s", 10}{"rows/s", 10}{"MB/s", 10}{"scaling", 10}");
            foreach (var (workers, (seconds, rows)) in fastest)
            {
                Console.WriteLine(
                    $"{workers, -10}{rows, 10}{megabytes, 10:F1}{seconds, 10:F2}{rows / seconds, 10:F0}{megabytes / seconds, 10:F1}{fastest[1].Seconds / seconds, 10:F2}"
                );
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    /// <summary>Writes the dataset and what to do with it.</summary>
    private static string Prepare(string folder, string model, int copies)
    {
        using (var target = new GZipStream(File.Create(Path.Combine(folder, "alpaca.jsonl.gz")), CompressionLevel.Fastest))
        {
            for (var copy = 0; copy < copies; copy++)
            {
                using var source = new GZipStream(File.OpenRead(AlpacaTexts.Path), CompressionMode.Decompress);
                source.CopyTo(target);
            }
        }

        var file = Path.Combine(folder, "run.yaml");
        File.WriteAllText(
            file,
            $"model: {model}\ndatasets:\n  alpaca: {{ path: alpaca.jsonl.gz, format: alpaca, empty_responses: skip }}\nprompts: {{ "
                + $"path: {AlpacaTexts.Root}/data/alpaca/prompts.jsonl }}\nmethods:\n  lft: {{ type: lora }}\n"
        );
        return file;
    }

    private static (double Seconds, int Rows) Stage(string folder, string file, int workers)
    {
        var events = Path.Combine(folder, "events.jsonl");
        File.Delete(events);
        string[] arguments =
        [
            Path.Combine(AlpacaTexts.Root, "bin/Release/net10.0/pipeline.dll"),
            file,
            "--until",
            "tokenize",
            "--cache",
            Path.Combine(folder, "cache"),
            "--runs",
            Path.Combine(folder, "runs"),
            "--workers",
            workers.ToString(CultureInfo.InvariantCulture),
            "--json",
            events,
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidDataException($"The program ended with {process.ExitCode}: {output}");
        }

        var started = Event(events, "node_started");
        var completed = Event(events, "node_completed");
        return (completed.GetProperty("at").GetDouble() - started.GetProperty("at").GetDouble(), completed.GetProperty("rows").GetInt32());
    }

    private static JsonElement Event(string file, string name) =>
        File.ReadLines(file)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .First(record =>
                record.GetProperty("event").GetString() == name
                && record.GetProperty("node").GetString()!.StartsWith("tokenize/", StringComparison.Ordinal)
            );
}
