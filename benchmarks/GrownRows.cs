using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Pipeline.Modeling.Text;

namespace Pipeline.Benchmarks;

/// <summary>
/// Any number of distinct rows that look like instruction-tuning rows, grown from the shipped Alpaca and dolly rows. First come those
/// themselves. Of every further row the request is a shipped row's; its response is that row's with every second sentence, in the mean,
/// replaced by one drawn from all responses; then every tenth word is replaced by one drawn from all words of all responses, so that each
/// comes as often as it does by nature, and of 500 words one is spelled as no word before, as new rows bring new words. Drawn with a fixed
/// seed.
/// </summary>
internal static class GrownRows
{
    private const int Seed = 13;
    private const double SentenceShare = 0.5;
    private const double WordShare = 0.1;
    private const double NewShare = 0.002;

    /// <summary>Writes rows as JSON lines in Alpaca's fields.</summary>
    public static int Write(string rows, string path)
    {
        var count = int.Parse(rows, CultureInfo.InvariantCulture);
        var shipped = ReadShipped("alpaca-13k").Concat(ReadShipped("dolly-3k")).Where(row => row.Output.Length > 0).Distinct().ToList();
        var sentences = shipped.SelectMany(row => Sentences(row.Output)).ToArray();
        var words = shipped.SelectMany(row => Words.Split(row.Output).Select(word => row.Output[word.Start..word.End])).ToArray();
        var random = new Random(Seed);
        var known = new HashSet<Row>();
        using var file = new StreamWriter(path);
        for (var next = 0; known.Count < count; next++)
        {
            var row = shipped[next % shipped.Count];
            row = next < shipped.Count ? row : row with { Output = Grow(row.Output, sentences, words, random) };
            if (known.Add(row))
            {
                file.WriteLine(
                    JsonSerializer.Serialize(
                        new Dictionary<string, string>
                        {
                            ["instruction"] = row.Instruction,
                            ["input"] = row.Input,
                            ["output"] = row.Output,
                        }
                    )
                );
            }
        }

        return 0;
    }

    private static string Grow(string text, string[] sentences, string[] words, Random random)
    {
        var grown = new StringBuilder();
        foreach (var own in Sentences(text))
        {
            var sentence = random.NextDouble() < SentenceShare ? sentences[random.Next(sentences.Length)] : own;
            var at = 0;
            foreach (var word in Words.Split(sentence))
            {
                grown.Append(sentence, at, word.Start - at);
                var chance = random.NextDouble();
                grown.Append(
                    chance < NewShare
                        ? sentence[word.Start..word.End] + "el" + random.Next(1000).ToString("x", CultureInfo.InvariantCulture)
                    : chance < WordShare ? words[random.Next(words.Length)]
                    : sentence[word.Start..word.End]
                );
                at = word.End;
            }

            grown.Append(sentence, at, sentence.Length - at).Append(' ');
        }

        return grown.ToString().TrimEnd();
    }

    private static IEnumerable<string> Sentences(string text) =>
        SentenceSplitter.Split(text).Select(sentence => text.Substring(sentence.Start, sentence.Length));

    private static IEnumerable<Row> ReadShipped(string name)
    {
        using var reader = new StreamReader(
            new GZipStream(
                File.OpenRead(Path.Combine(AlpacaTexts.Root, "examples", "data", $"{name}.jsonl.gz")),
                CompressionMode.Decompress
            )
        );
        while (reader.ReadLine() is { } line)
        {
            using var row = JsonDocument.Parse(line);
            string Field(string key) => row.RootElement.TryGetProperty(key, out var value) ? value.GetString() ?? "" : "";
            yield return new Row(Field("instruction"), Field("input"), Field("output"));
        }
    }

    private sealed record Row(string Instruction, string Input, string Output);
}
