using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Pipeline.Modeling.Tokenization;

namespace Pipeline.Benchmarks;

/// <summary>Encoding speed beside Hugging Face's tokenizers: the same texts, one thread each, in turn; the fastest round of each
/// counts.</summary>
internal static class TokenizerBenchmark
{
    private const int Rounds = 5;

    public static int Run(string folder)
    {
        var texts = AlpacaTexts.Read();
        var megabytes = texts.Sum(Encoding.UTF8.GetByteCount) / 1e6;
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, JsonSerializer.Serialize(texts));
            using var peer = new PeerProcess("tokenizers_peer.py", file);
            Console.WriteLine($"{texts.Count} texts, {megabytes:F1} MB; MB/s");
            Console.WriteLine($"{"layout", -16}{"ours", 10}{"batch", 10}{"fast", 10}{"ratio", 10}{"to fast", 10}");
            foreach (
                var layout in Directory
                    .EnumerateDirectories(folder)
                    .Where(path => File.Exists(Path.Combine(path, TokenizerFile.FileName)))
                    .Order(StringComparer.Ordinal)
            )
            {
                Compare(layout, texts, megabytes, peer);
            }
        }
        finally
        {
            File.Delete(file);
        }

        return 0;
    }

    private static void Compare(string layout, IReadOnlyList<string> texts, double megabytes, PeerProcess peer)
    {
        var tokenizer = TokenizerFile.Load(layout);
        var path = Path.GetFullPath(Path.Combine(layout, TokenizerFile.FileName));
        var (ours, batch, fast) = (double.MaxValue, double.MaxValue, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            var tokens = texts.Sum(text => (long)tokenizer.Encode(text).Length);
            ours = Math.Min(ours, Stopwatch.GetElapsedTime(start).TotalSeconds);
            batch = Math.Min(batch, Seconds(peer.Round($"encode_batch {path}"), tokens));
            fast = Math.Min(fast, Seconds(peer.Round($"encode_batch_fast {path}"), tokens));
        }

        Console.WriteLine(
            $"{Path.GetFileName(layout), -16}{megabytes / ours, 10:F1}{megabytes / batch, 10:F1}{megabytes / fast, 10:F1}{batch / ours, 10:F2}{fast / ours, 10:F2}"
        );
    }

    private static double Seconds(JsonElement answer, long tokens) =>
        answer.GetProperty("tokens").GetInt64() == tokens
            ? answer.GetProperty("seconds").GetDouble()
            : throw new InvalidDataException($"The peer made {answer.GetProperty("tokens")} tokens of the same texts, ours {tokens}.");
}
