using System.Globalization;
using System.Text.Json;
using Pipeline.Modeling.Models.Encoders;

namespace Pipeline.Benchmarks;

/// <summary>Vectors of texts by a sentence encoder, tokenizing included, in batches sorted by length, beside transformers with the
/// same.</summary>
internal static class EncoderBenchmark
{
    private const int BatchSize = 32;

    public static int Run(string folder, string count)
    {
        var texts = AlpacaTexts.Read().Take(int.Parse(count, CultureInfo.InvariantCulture)).ToList();
        var form = SentenceForm.Read(folder, null, null);
        using var encoder = SentenceEncoder.Load(folder, form);
        var file = Path.GetTempFileName();
        File.WriteAllText(file, JsonSerializer.Serialize(texts));
        using var peer = new PeerProcess("encoder_peer.py", folder, file, form.MaxLength.ToString(CultureInfo.InvariantCulture));
        var (sum, answer) = (0.0, default(JsonElement));
        Rounds.Compare(
            "texts",
            ("ours", () => (texts.Count, Rounds.Time(() => sum = Embed(encoder, texts)))),
            (
                "transformers",
                () =>
                {
                    answer = peer.Round();
                    return (texts.Count, answer.GetProperty("seconds").GetDouble());
                }
            )
        );
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"sum of all vectors {sum:F3} and {answer.GetProperty("sum").GetDouble():F3}")
        );
        File.Delete(file);
        return 0;
    }

    private static double Embed(SentenceEncoder encoder, List<string> texts)
    {
        var tokens = texts.ConvertAll(encoder.Encode);
        return Enumerable
            .Range(0, texts.Count)
            .OrderBy(text => tokens[text].Length)
            .Chunk(BatchSize)
            .Sum(batch => encoder.Embed([.. batch.Select(text => tokens[text])]).Sum(value => (double)value));
    }
}
