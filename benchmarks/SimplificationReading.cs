using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.Data.Simplify;

namespace Pipeline.Benchmarks;

/// <summary>
/// Simplifies the shipped Alpaca and dolly rows, counts what was shortened, and draws shortened rows for people to read: does the short
/// form still answer the request? The rows are split in two by a digest of their text, so that rules are made on one half and read on the
/// other; the 480 rows that a test shows in full are in neither. Rows that were on an earlier sheet are drawn only where others are too
/// few.
/// </summary>
internal static class SimplificationReading
{
    private static readonly (string Name, string File)[] _sets =
    [
        ("Alpaca", "examples/data/alpaca-13k.jsonl.gz"),
        ("dolly", "examples/data/dolly-3k.jsonl.gz"),
    ];

    private static readonly int _short = new SimplifyOptions().ShortWords;

    private const string Shown = "data/alpaca/instructions.jsonl";

    /// <summary>Digests of the rows that were on a sheet, one a line.</summary>
    private const string AlreadyRead = "benchmarks/simplification-read.txt";

    private static readonly HashSet<string> _read = Lines(AlreadyRead).ToHashSet(StringComparer.Ordinal);

    /// <summary>Writes a sheet of <paramref name="count"/> shortened rows, half of each set as far as there are so many, and says how much
    /// was shortened.</summary>
    public static int Run(string half, string seed, string count, string path)
    {
        var most = int.Parse(count, CultureInfo.InvariantCulture);
        var shown = Lines(Shown).Select(Read).Select(TextOf).ToHashSet(StringComparer.Ordinal);
        using var simplifier = new RuleSimplifier(new SimplifyOptions());
        var open = new List<List<(string Set, SimplifiedRow Row)>>();
        foreach (var (name, file) in _sets)
        {
            var rows = Lines(file).Select(Read).Where(row => row.Response.Length > 0).Select(simplifier.Simplify).ToList();
            Say(name, rows);
            open.Add([
                .. rows.Where(row => row.Action == SimplifyAction.Shortened && !shown.Contains(TextOf(row)) && HalfOf(row) == half)
                    .OrderBy(IsRead)
                    .ThenBy(row => ReadingSheet.Digest($"{seed}\n{TextOf(row)}"), StringComparer.Ordinal)
                    .Select(row => (name, row)),
            ]);
        }

        var each = most / _sets.Length;
        var drawn = open.SelectMany(rows => rows.Take(each))
            .Concat(open.SelectMany(rows => rows.Skip(each)))
            .Take(most)
            .OrderBy(row => ReadingSheet.Digest($"order {seed}\n{TextOf(row.Row)}"), StringComparer.Ordinal)
            .ToList();
        var read = drawn.Index().Where(row => IsRead(row.Item.Row)).Select(row => row.Index + 1).ToList();
        Console.WriteLine($"drawn: {string.Join(", ", drawn.CountBy(row => row.Set).Select(set => $"{set.Value} of {set.Key}"))}");
        Console.WriteLine($"  {read.Count} of them were on an earlier sheet: {string.Join(", ", read)}");
        File.WriteAllText(path, Sheet(drawn));
        return 0;
    }

    private static void Say(string name, List<SimplifiedRow> rows)
    {
        var shortened = rows.Where(row => row.Action == SimplifyAction.Shortened).ToList();
        var open = rows.Where(row => Count(row.OriginalResponse) > _short).ToList();
        var all = FormattableString.Invariant($"{100.0 * shortened.Count / rows.Count:0.0} % of all");
        var share = FormattableString.Invariant($"{100.0 * shortened.Count / open.Count:0.0} % of those of more than {_short} words");
        Console.WriteLine($"{name}: {rows.Count} rows, shortened {shortened.Count}: {all}, {share} ({open.Count})");
        Console.WriteLine($"  words a row, all rows: {Means(rows)}; shortened rows: {Means(shortened)}");
    }

    private static string Means(List<SimplifiedRow> rows) =>
        FormattableString.Invariant(
            $"{rows.Average(row => Count(row.OriginalResponse)):0.0} before, {rows.Average(row => Count(row.Response)):0.0} after"
        );

    private static string Sheet(IEnumerable<(string Set, SimplifiedRow Row)> rows)
    {
        var text = new StringBuilder();
        foreach (var (number, (set, row)) in rows.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"## {number + 1} ({set})\n\n");
            ReadingSheet.Quote(text, "Request", string.IsNullOrEmpty(row.Input) ? row.Instruction : $"{row.Instruction}\n\n{row.Input}");
            ReadingSheet.Quote(text, "Original", row.OriginalResponse);
            ReadingSheet.Quote(text, "Shortened", row.Response);
        }

        return text.ToString();
    }

    private static int Count(string text) => Words.Split(text).Count;

    private static string HalfOf(InstanceRow row) =>
        (Convert.ToInt32(ReadingSheet.Digest(TextOf(row))[..1], 16) & 1) == 0 ? "development" : "test";

    private static bool IsRead(InstanceRow row) => _read.Contains(ReadingSheet.Digest(TextOf(row)));

    private static string TextOf(InstanceRow row) =>
        string.Join('\n', row.Instruction, row.Input, row is SimplifiedRow simplified ? simplified.OriginalResponse : row.Response);

    private static IEnumerable<string> Lines(string file)
    {
        using var stream = File.OpenRead(Path.Combine(AlpacaTexts.Root, file));
        using var reader = new StreamReader(
            file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream
        );
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static InstanceRow Read(string line)
    {
        using var row = JsonDocument.Parse(line);
        string Field(string name) => row.RootElement.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
        return new InstanceRow
        {
            Instruction = Field("instruction"),
            Input = Field("input"),
            Response = Field("output"),
        };
    }
}
