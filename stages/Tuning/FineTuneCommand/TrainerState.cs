using System.Globalization;
using System.Text;
using System.Text.Json;
using Pipeline.Engine;
using Pipeline.Stages.Tuning.FineTune;

namespace Pipeline.Stages.Tuning.FineTuneCommand;

/// <summary>
/// The steps that the trainer of transformers logs in <c>trainer_state.json</c>. Python writes numbers that are not finite as the bare
/// words NaN, Infinity and -Infinity, which JSON does not have: a loss that ran away is a finding, not a damaged file.
/// </summary>
internal static class TrainerState
{
    /// <summary>The file's name.</summary>
    public const string FileName = "trainer_state.json";

    private const int MostBytes = 256 << 20;

    private static readonly byte[][] _words = [.. new[] { "NaN", "Infinity", "-Infinity" }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>The logged steps; empty where there is no such file.</summary>
    /// <exception cref="InvalidDataException">The file is not what transformers writes.</exception>
    /// <exception cref="InputException">It is no regular file, or longer than any log.</exception>
    public static IReadOnlyList<TrainingMetricRow> Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(Quoted(RegularFile.ReadAllBytes(path, MostBytes, FileName)));
            return document
                .RootElement.GetProperty("log_history")
                .EnumerateArray()
                .Where(entry => entry.TryGetProperty("loss", out _))
                .Select(entry => new TrainingMetricRow
                {
                    Step = entry.GetProperty("step").GetInt32(),
                    Epoch = Number(entry, "epoch"),
                    Loss = Number(entry, "loss"),
                    GradientNorm = Number(entry, "grad_norm"),
                    LearningRate = Number(entry, "learning_rate"),
                })
                .ToList();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException(
                $"{FileName} is not what the trainer of transformers writes: expected an object with a list 'log_history' of objects "
                    + $"that have numbers 'step', 'epoch' and 'loss'{(error is JsonException json ? Place(json) : "")}.",
                error
            );
        }
    }

    private static string Place(JsonException error) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"; the JSON breaks off in line {error.LineNumber + 1}, byte {error.BytePositionInLine}"
        );

    private static double Number(JsonElement entry, string name) =>
        !entry.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? 0
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : value.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => throw new FormatException($"'{name}' is no number"),
        };

    /// <summary>The text with the bare words in quotation marks; what stands inside of strings is left alone.</summary>
    private static ReadOnlyMemory<byte> Quoted(byte[] text)
    {
        if (!_words.Any(word => text.AsSpan().IndexOf(word) >= 0))
        {
            return text;
        }

        var quoted = new MemoryStream(text.Length + 1024);
        var inString = false;
        for (var at = 0; at < text.Length; at++)
        {
            if (!inString && _words.FirstOrDefault(word => text.AsSpan(at).StartsWith(word)) is { } word)
            {
                quoted.WriteByte((byte)'"');
                quoted.Write(word);
                quoted.WriteByte((byte)'"');
                at += word.Length - 1;
                continue;
            }

            quoted.WriteByte(text[at]);
            if (text[at] == '"')
            {
                inString = !inString;
            }
            else if (inString && text[at] == '\\' && at + 1 < text.Length)
            {
                quoted.WriteByte(text[++at]);
            }
        }

        return quoted.GetBuffer().AsMemory(0, (int)quoted.Length);
    }
}
