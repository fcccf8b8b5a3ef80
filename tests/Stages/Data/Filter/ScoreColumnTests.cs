using Pipeline.Engine;
using Pipeline.Engine.Tables;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Data.Filter;

/// <summary>A judge's score travels from the dataset's file to the sources that the filter reads.</summary>
public sealed class ScoreColumnTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StageChain _chain = new();

    [Fact]
    public async Task Scores_are_read_from_numbers_and_from_texts()
    {
        var path = _folder.Write(
            "d/rows.jsonl",
            """
            {"instruction": "a", "output": "b", "rating": 4.5}
            {"instruction": "c", "output": "d", "rating": "3"}
            """
        );

        Assert.Equal([4.5, 3], await ScoresAsync(path));
    }

    [Fact]
    public async Task Scores_are_read_from_a_Parquet_column_of_numbers()
    {
        Directory.CreateDirectory(_folder.PathOf("d"));
        ScoredRow[] rows =
        [
            new()
            {
                instruction = "a",
                output = "b",
                rating = 4.5,
            },
            new()
            {
                instruction = "c",
                output = "d",
                rating = 3,
            },
        ];
        await TableFile.WriteAsync(_folder.PathOf("d", "rows.parquet"), rows, TestContext.Current.CancellationToken);

        Assert.Equal([4.5, 3], await ScoresAsync(_folder.PathOf("d", "rows.parquet")));
    }

    [Theory]
    [InlineData("""{"instruction": "a", "output": "b"}""", "'rating' (columns: score: rating) is missing")]
    [InlineData("""{"instruction": "a", "output": "b", "rating": "good"}""", "'rating' is the text \"good\", expected a number")]
    public async Task A_row_without_a_usable_score_is_named(string row, string expected)
    {
        var error = await Assert.ThrowsAsync<InputException>(() => ScoresAsync(_folder.Write("d/rows.jsonl", row)));

        Assert.StartsWith("rows, row 1", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _chain.Dispose();
        _folder.Dispose();
    }

    private async Task<IEnumerable<double?>> ScoresAsync(string path)
    {
        var options = new IngestOptions
        {
            Dataset = "d",
            File = "rows",
            Columns = new Dictionary<string, string> { ["score"] = "rating" },
        };
        var ingested = await _chain.RunAsync(new IngestStage(options), (IngestStage.File, StageChain.Folder(Path.GetDirectoryName(path)!)));
        return (await StageChain.RowsAsync<SourceRow>(ingested, SourceRow.FileName)).Select(row => row.Score);
    }

#pragma warning disable IDE1006 // The names are those of the file's columns.
    private sealed class ScoredRow
    {
        public string instruction { get; set; } = "";

        public string output { get; set; } = "";

        public double rating { get; set; }
    }
#pragma warning restore IDE1006
}
