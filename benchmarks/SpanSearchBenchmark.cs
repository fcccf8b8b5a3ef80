using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Pipeline.Modeling.Search;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Benchmarks;

/// <summary>Spans of real answers in all rows of a dataset: whether they are those of a search that compares everything, and what they
/// cost.</summary>
internal static class SpanSearchBenchmark
{
    private static readonly PhraseIndexIdentity _identity = new("benchmark", "Response");
    private static readonly InstanceField[] _search = [InstanceField.Response];
    private static readonly string[] _models = ["alpaca-7b", "alpaca-7b-neft"];

    /// <summary>Builds the index of a file of rows and attributes answers, without retrieval, so that every holder is compared.</summary>
    public static int Measure(string path, string answers)
    {
        var before = Process.GetCurrentProcess().PeakWorkingSet64;
        var folder = Directory.CreateTempSubdirectory("pipeline-benchmark-").FullName;
        try
        {
            var clock = Stopwatch.StartNew();
            var (rows, bytes) = Build(ReadRows(path), folder);
            var built = clock.Elapsed.TotalSeconds;
            var peakBuilding = Peak();
            var size = Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length);
            clock.Restart();
            var index = PhraseIndex.Open(folder, _identity);
            var opened = clock.Elapsed.TotalSeconds;
            var asked = ReadAnswers(int.Parse(answers, CultureInfo.InvariantCulture));
            using var attribution = new SpanAttribution(new AttributeOptions(), index, new CorpusEvidence(index, []));
            clock.Restart();
            var spans = 0L;
            Parallel.ForEach(asked, answer => Interlocked.Add(ref spans, attribution.Spans(answer, Nothing(answer)).Count));
            var searched = clock.Elapsed.TotalSeconds;
            Console.WriteLine(
                $"{rows} rows, {bytes / 1e6:F1} MB of text, {index.Vocabulary} words; index {size / 1e6:F1} MB\n"
                    + $"built in {built:F1} s, opened in {opened:F2} s, {asked.Count} answers with {spans} spans in {searched:F1} s\n"
                    + $"peak resident memory {Peak() / 1e6:F0} MB, {Peak() / (double)bytes:F1} times the text "
                    + $"({peakBuilding / 1e6:F0} MB until the index was built, {before / 1e6:F0} MB before)"
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    /// <summary>Holds the spans of answers against the shipped Alpaca rows to those that a search by comparing finds.</summary>
    public static int Check(string answers)
    {
        var folder = Directory.CreateTempSubdirectory("pipeline-benchmark-").FullName;
        try
        {
            var rows = ReadRows(AlpacaTexts.Path).Where(row => row.Response.Length > 0).ToList();
            Build(rows, folder);
            var index = PhraseIndex.Open(folder, _identity);
            using var attribution = new SpanAttribution(new AttributeOptions(), index, new CorpusEvidence(index, []));
            var plain = new PlainSpanSearch(rows.ConvertAll(row => row.Response));
            var asked = ReadAnswers(int.Parse(answers, CultureInfo.InvariantCulture));
            var (spans, wrong) = (0L, 0L);
            Parallel.ForEach(
                asked,
                answer =>
                {
                    var found = attribution
                        .Spans(answer, Nothing(answer))
                        .Select(span => (span.Start, span.Length, span.Words, span.SourceCount))
                        .ToList();
                    var expected = plain.Find(answer.Text).ToList();
                    Interlocked.Add(ref spans, expected.Count);
                    Interlocked.Add(ref wrong, found.SequenceEqual(expected) ? 0 : 1);
                }
            );
            Console.WriteLine($"{asked.Count} answers, {rows.Count} rows, {spans} spans by comparing; answers with other spans: {wrong}");
            return wrong == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (int Rows, long Bytes) Build(IEnumerable<InstanceRow> rows, string folder)
    {
        var writer = new PhraseIndexWriter(folder, _identity);
        var (count, bytes) = (0, 0L);
        foreach (var chunk in rows.Chunk(256))
        {
            foreach (var row in chunk.AsParallel().AsOrdered().Select(row => InstancePhrases.Split(row, _search)))
            {
                writer.Add(row);
            }

            count += chunk.Length;
            bytes += chunk.Sum(row => (long)InstanceText.ListAll(row).Sum(text => Encoding.UTF8.GetByteCount(text.Text)));
        }

        writer.Complete();
        return (count, bytes);
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static NeighbourRow Nothing(GenerationRow answer) => new() { InstanceId = answer.InstanceId };

    private static List<GenerationRow> ReadAnswers(int count) =>
        _models
            .SelectMany(model =>
                ReadLines(Path.Combine(AlpacaTexts.Root, "examples", "data", $"alpacaeval-{model}.jsonl.gz"))
                    .Select(
                        (row, i) =>
                            new GenerationRow
                            {
                                InstanceId = $"{model}-{i}",
                                Prompt = row.GetProperty("instruction").GetString()!,
                                Text = row.GetProperty("output").GetString()!,
                            }
                    )
            )
            .Take(count)
            .ToList();

    private static IEnumerable<InstanceRow> ReadRows(string path) =>
        ReadLines(path)
            .Select(
                (row, i) =>
                    new InstanceRow
                    {
                        InstanceId = i.ToString("x16", CultureInfo.InvariantCulture),
                        Instruction = row.GetProperty("instruction").GetString()!,
                        Input = row.GetProperty("input").GetString()!,
                        Response = row.GetProperty("output").GetString()!,
                    }
            );

    private static IEnumerable<JsonElement> ReadLines(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(
            path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file
        );
        while (reader.ReadLine() is { } line)
        {
            yield return JsonElement.Parse(line);
        }
    }

    /// <summary>Finds spans by looking through all words of all rows for each of them: slow, and plainly right.</summary>
    private sealed class PlainSpanSearch
    {
        private const char End = '\0';

        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
        private readonly int[] _words;
        private readonly int[] _rows;

        public PlainSpanSearch(IReadOnlyList<string> responses)
        {
            var (words, rows) = (new List<int>(), new List<int>());
            for (var row = 0; row < responses.Count; row++)
            {
                foreach (var sentence in SentenceWords.Split(responses[row]))
                {
                    words.AddRange(
                        sentence.Select(word =>
                            _numbers.TryGetValue(word.Key, out var known) ? known : _numbers[word.Key] = _numbers.Count + 1
                        )
                    );
                    words.Add(End);
                    rows.AddRange(Enumerable.Repeat(row, sentence.Count + 1));
                }
            }

            (_words, _rows) = ([.. words], [.. rows]);
        }

        public IEnumerable<(int Start, int Length, int Words, int Rows)> Find(string answer)
        {
            foreach (var sentence in SentenceWords.Split(answer))
            {
                var words = sentence.Select(word => _numbers.GetValueOrDefault(word.Key, -1)).ToArray();
                var end = 0;
                for (var start = 0; start < words.Length; start++)
                {
                    var length = 0;
                    while (start + length < words.Length && _words.AsSpan().IndexOf(words.AsSpan(start, length + 1)) >= 0)
                    {
                        length++;
                    }

                    if (start + length <= end)
                    {
                        continue;
                    }

                    end = start + length;
                    if (length >= 2 && sentence.Skip(start).Take(length).Any(word => !StopWords.Contains(word.Key)))
                    {
                        yield return (
                            sentence[start].Start,
                            sentence[end - 1].End - sentence[start].Start,
                            length,
                            Count(words.AsSpan(start, length))
                        );
                    }
                }
            }
        }

        private int Count(ReadOnlySpan<int> phrase)
        {
            var (count, last) = (0, -1);
            for (var at = 0; _words.AsSpan(at).IndexOf(phrase) is >= 0 and var found; at += found + 1)
            {
                count += _rows[at + found] == last ? 0 : 1;
                last = _rows[at + found];
            }

            return count;
        }
    }
}
