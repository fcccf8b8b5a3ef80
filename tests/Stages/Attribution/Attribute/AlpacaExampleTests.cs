using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.Attribute;

/// <summary>examples/alpaca-7b.yaml on a part of its data, held against the raw files with code that shares nothing with the
/// program's.</summary>
public sealed class AlpacaExampleTests : IDisposable
{
    private const int Rows = 2000;
    private const int Answers = 100;

    private static readonly string[] _models = ["alpaca-7b", "alpaca-7b-neft", "text-davinci-003"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_borrowed_span_stands_in_its_answer_and_in_the_row_of_the_file_that_it_names()
    {
        var limits = _models.SelectMany(model => new[] { "--set", $"generations.{model}.limit={Answers}" });
        var run = await ProgramRun.OfAsync(
            _folder.Root,
            [Repository.PathOf("examples", "alpaca-7b.yaml"), "--set", $"datasets.alpaca.limit={Rows}", .. limits]
        );
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));

        var tables = new FinishedRunTables(_folder.Root, "alpaca-7b");
        var sources = (await tables.ReadFileAsync<SourceRow>("ingest/alpaca", "sources.parquet")).ToDictionary(source => source.InstanceId);
        var rows = Raw("alpaca-13k");
        Assert.All(sources.Values, source => Assert.Equal("data/alpaca-13k.jsonl.gz", source.File));

        foreach (
            var (node, model) in _models[..2]
                .Select(model => (model, model))
                .Append(("text-davinci-003-against-alpaca-7b", "text-davinci-003"))
        )
        {
            var raw = Raw($"alpacaeval-{model}");
            var answers = (await tables.ReadAsync<GenerationRow>($"ingest-generations/{model}")).ToDictionary(answer => answer.InstanceId);
            Assert.Equal(
                raw.Take(Answers).Select(row => (row["instruction"], row["output"])),
                answers.Values.Select(answer => (answer.Prompt, answer.Text))
            );

            var spans = await tables.ReadAsync<BorrowedSpanRow>($"{(node == model ? "borrowings" : "attribute")}/{node}");
            Assert.InRange(spans.Count, 200, 100_000);
            foreach (var span in spans)
            {
                var response = rows[(int)sources[span.SourceInstanceId].RowNumber - 1]["output"];
                var answer = answers[span.InstanceId];
                var words = Plain(span.Text);

                Assert.Equal(span.Text, answer.Text.Substring(span.Start, span.Length));
                Assert.Equal(words, Plain(response.Substring(span.SourceStart, span.SourceLength)));
                Assert.Contains($" {words} ", $" {Plain(response)} ", StringComparison.Ordinal);
                Assert.Equal(span.InPrompt, $" {Plain(answer.Prompt)} ".Contains($" {words} ", StringComparison.Ordinal));
                Assert.True(span.Words >= 2 && span.SourceCount >= 1 && span.CorpusSurprisal > 0);
            }
        }

        var page = await File.ReadAllTextAsync(_folder.PathOf("runs", "alpaca-7b", "report.html"), TestContext.Current.CancellationToken);
        var strongest = (await tables.ReadAsync<BorrowedSpanRow>("borrowings/alpaca-7b"))
            .Where(span => !span.InPrompt)
            .OrderByDescending(span => span.Borrowed)
            .ThenByDescending(span => span.CorpusSurprisal)
            .First();
        Assert.Contains(
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"data/alpaca-13k.jsonl.gz, row {sources[strongest.SourceInstanceId].RowNumber:N0}"
            ),
            page,
            StringComparison.Ordinal
        );
        Assert.Contains(System.Net.WebUtility.HtmlEncode(strongest.Text), page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_many_rows_are_retrieved_changes_nothing_but_which_holder_is_named()
    {
        var tables = new List<IReadOnlyList<BorrowedSpanRow>>();
        foreach (var topK in new[] { 1, 200 })
        {
            var folder = Directory.CreateDirectory(_folder.PathOf($"top-{topK}")).FullName;
            var run = await ProgramRun.OfAsync(
                folder,
                [
                    Repository.PathOf("examples", "alpaca-7b.yaml"),
                    "--until",
                    "attribute",
                    "--set",
                    $"stages.retrieve.top_k={topK}",
                    "--set",
                    "datasets.alpaca.limit=500",
                    .. _models.SelectMany(model => new[] { "--set", $"generations.{model}.limit=30" }),
                ]
            );
            Assert.Equal((0, ""), (run.ExitCode, run.Errors));
            tables.Add(await new FinishedRunTables(folder, "alpaca-7b").ReadAsync<BorrowedSpanRow>("attribute/alpaca-7b"));
        }

        Assert.InRange(tables[0].Count, 50, 5000);
        Assert.Equal(tables[0].Select(WithoutSource), tables[1].Select(WithoutSource));
        var (few, many) = (tables[0].Count(span => span.Similarity is not null), tables[1].Count(span => span.Similarity is not null));
        Assert.InRange(many, few + 1, tables[0].Count);

        // Every column but these: a new one has to be equal too.
        static string WithoutSource(BorrowedSpanRow span) =>
            string.Join(
                '\u001F',
                typeof(BorrowedSpanRow)
                    .GetProperties()
                    .Where(column => column.Name is nameof(BorrowedSpanRow.SourceCount) || !IsSource(column.Name))
                    .Select(column => column.GetValue(span))
            );
        static bool IsSource(string column) =>
            column is nameof(BorrowedSpanRow.Similarity) || column.StartsWith("Source", StringComparison.Ordinal);
    }

    private static List<Dictionary<string, string>> Raw(string name)
    {
        using var reader = new StreamReader(
            new GZipStream(File.OpenRead(Repository.PathOf("examples", "data", $"{name}.jsonl.gz")), CompressionMode.Decompress)
        );
        return reader
            .ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line =>
                JsonElement
                    .Parse(line)
                    .EnumerateObject()
                    .Where(field => field.Value.ValueKind == JsonValueKind.String)
                    .ToDictionary(field => field.Name, field => field.Value.GetString()!)
            )
            .ToList();
    }

    /// <summary>Letters and digits in lower case, everything else one space.</summary>
    private static string Plain(string text) => Regex.Replace(text.ToLowerInvariant(), @"[^\p{L}\p{N}\p{M}]+", " ").Trim();
}
