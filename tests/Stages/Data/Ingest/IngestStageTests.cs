using System.Text.Json;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Stages;
using Pipeline.Engine.Tables;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Answers.Import;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;
using Serilog.Core;

namespace Pipeline.Tests.Stages.Data.Ingest;

public sealed class IngestStageTests : IDisposable
{
    private const int PartRows = 64;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Parts_hold_all_rows_in_order_and_sources_say_where_each_came_from()
    {
        var output = await IngestAsync("plain", Rows(1000));
        var parts = await PartsAsync<InstanceRow>(output);
        var sources = await TableFile.ReadAsync<SourceRow>(Path.Combine(output, SourceRow.FileName), TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"question {i}"), parts.SelectMany(part => part).Select(row => row.Instruction));
        Assert.All(parts, part => Assert.InRange(part.Count, 1, PartRows));
        Assert.Equal(
            parts.SelectMany(part => part).Select((row, i) => (row.InstanceId, "some/data.jsonl", i + 1L)),
            sources.Select(source => (source.InstanceId, source.File, source.RowNumber))
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    [InlineData(999)]
    public async Task A_row_inserted_anywhere_changes_few_parts(int at)
    {
        var rows = Rows(1000).ToList();
        var before = Digests(await IngestAsync("before", rows));
        rows.Insert(at, ("a new question", "a new answer"));
        var after = Digests(await IngestAsync("after", rows));

        Assert.InRange(after.Except(before).Count(), 1, 3);
        Assert.InRange(after.Count, 1000 / PartRows, 1000);
    }

    [Fact]
    public async Task Answers_to_one_prompt_meet_whatever_file_they_come_from()
    {
        var first = await ImportAsync(
            "first",
            """{"prompt": "p", "answer": "a"}""",
            """{"prompt": "q", "answer": ""}""",
            """{"prompt": "p", "answer": "again"}"""
        );
        var second = await ImportAsync(
            "second",
            """{"prompt": "q", "answer": "b", "reference": "r"}""",
            """{"prompt": "p", "answer": "c", "reference": ""}"""
        );

        Assert.Equal([first[1].InstanceId, first[0].InstanceId], second.Select(row => row.InstanceId));
        Assert.Equal(["r", null], second.Select(row => row.Reference));
        Assert.All(first, row => Assert.Equal(("first", FinishReason.Imported), (row.Model, row.FinishReason)));
    }

    [Fact]
    public async Task Several_answers_to_one_prompt_equal_ones_too_are_samples_of_it_and_no_further_prompts()
    {
        var rows = await ImportAsync(
            "model",
            [.. "pqpp".Select((prompt, i) => $$"""{"prompt": "{{prompt}}", "answer": "{{(i == 3 ? 0 : i)}}"}""")]
        );

        Assert.Equal([0, 0, 1, 2], rows.Select(row => row.Sample));
        Assert.Equal(rows[0].InstanceId, Assert.Single(rows.Where(row => row.Prompt == "p").Select(row => row.InstanceId).Distinct()));
        Assert.NotEqual(rows[0].InstanceId, rows[1].InstanceId);
        Assert.Equal("answers.jsonl: 4 answers, 2 to a prompt asked before", $"answers.jsonl: {await CheckImportAsync("model")}");
    }

    [Fact]
    public async Task Many_answers_to_one_prompt_make_parts_of_many_rows()
    {
        await ImportAsync("model", [.. Enumerable.Range(0, 4000).Select(i => $$"""{"prompt": "p{{i / 100}}", "answer": "{{i}}"}""")]);

        var parts = await PartsAsync<GenerationRow>(_folder.PathOf("model-output"));

        Assert.InRange(parts.Count, 4000 / 256, 4000 / 256 * 8);
    }

    [Theory]
    [InlineData(
        """{"prompt": "p", "answer": "a"}""",
        """{"prompt": "p"}""",
        "answers.jsonl, row 2, byte 31: 'answer' (not mapped by 'columns') is missing; the row has: prompt."
    )]
    [InlineData(
        """{"prompt": "p", "answer": "a"}""",
        """{"prompt": "", "answer": "a"}""",
        "answers.jsonl, row 2, byte 31: the prompt 'prompt' is empty."
    )]
    [InlineData("""{"prompt": "p", "answer": 1}""", "", "answers.jsonl, row 1, byte 0: 'answer' is the number 1, expected text.")]
    [InlineData("", "", "answers.jsonl holds no answer.")]
    public async Task Answers_that_cannot_be_used_are_refused(string first, string second, string message) =>
        Assert.Equal(
            message,
            (await Assert.ThrowsAsync<Pipeline.Engine.InputException>(() => ImportAsync("model", first, second))).Message
        );

    private static IEnumerable<(string Instruction, string Output)> Rows(int count) =>
        Enumerable.Range(0, count).Select(i => ($"question {i}", $"answer {i % 7}"));

    private static List<string> Digests(string output) =>
        [
            .. Directory
                .EnumerateFiles(output, "part-*.parquet")
                .Order(StringComparer.Ordinal)
                .Select(path => Digest.OfFile(path, TestContext.Current.CancellationToken)),
        ];

    private static async Task<IReadOnlyList<IReadOnlyList<TRow>>> PartsAsync<TRow>(string output)
        where TRow : class, new()
    {
        var parts = new List<IReadOnlyList<TRow>>();
        foreach (var path in Directory.EnumerateFiles(output, "part-*.parquet").Order(StringComparer.Ordinal))
        {
            parts.Add(await TableFile.ReadAsync<TRow>(path, TestContext.Current.CancellationToken));
        }

        return parts;
    }

    private Task<string> IngestAsync(string name, IEnumerable<(string Instruction, string Output)> rows)
    {
        var file = _folder.Write(
            $"{name}.jsonl",
            string.Join('\n', rows.Select(row => JsonSerializer.Serialize(new { instruction = row.Instruction, output = row.Output })))
        );
        return RunAsync(
            name,
            new IngestStage(
                new IngestOptions
                {
                    Dataset = "data",
                    File = "some/data.jsonl",
                    PartRows = PartRows,
                }
            ),
            IngestStage.File,
            file
        );
    }

    private async Task<List<GenerationRow>> ImportAsync(string model, params string[] lines)
    {
        var file = _folder.Write($"{model}.jsonl", string.Join('\n', lines));
        var output = await RunAsync(
            model,
            new IngestGenerationsStage(new IngestGenerationsOptions { Model = model, File = "answers.jsonl" }),
            IngestGenerationsStage.File,
            file
        );
        return (await PartsAsync<GenerationRow>(output)).SelectMany(part => part).ToList();
    }

    private Task<string> CheckImportAsync(string model) =>
        IngestGenerationsStage.CheckAsync(
            new IngestGenerationsOptions { Model = model, File = "answers.jsonl" },
            _folder.PathOf($"{model}.jsonl"),
            TestContext.Current.CancellationToken
        );

    private async Task<string> RunAsync(string name, FoldStage stage, string input, string file)
    {
        var folder = _folder.PathOf($"{name}-output");
        Directory.CreateDirectory(folder);
        var inputs = new StageInputs(
            new Dictionary<string, Artifact> { [input] = new("", "", [], [new ArtifactFile(Path.GetFileName(file), file, 0, "")], null) }
        );
        var context = new StageContext(
            "test",
            Logger.None,
            1,
            new Progress<StageProgress>(),
            (_, _) => { },
            new FileMemo(_folder.PathOf("memo"))
        );
        await stage.RunAsync(
            inputs,
            new FoldOutput(folder, _folder.PathOf("state"), () => { }, TestContext.Current.CancellationToken),
            context,
            TestContext.Current.CancellationToken
        );
        return folder;
    }
}
