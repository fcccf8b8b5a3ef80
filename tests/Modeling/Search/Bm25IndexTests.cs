using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Modeling.Search;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Search;

public sealed partial class Bm25IndexTests
{
    [Fact]
    public async Task Real_prompts_find_what_the_reference_finds_in_real_rows()
    {
        var rows = await LinesAsync(Repository.PathOf("examples", "data", "dolly-3k.jsonl.gz"));
        var index = new Bm25Index(rows.ConvertAll(row => Terms($"{Text(row, "instruction")} {Text(row, "input")}\n{Text(row, "output")}")));
        var expected = (
            await File.ReadAllLinesAsync(
                Repository.PathOf("tests", "Goldens", "retrieval", "bm25_dolly_3k_top10.jsonl"),
                TestContext.Current.CancellationToken
            )
        )
            .Select(line => JsonElement.Parse(line))
            .ToList();

        var found = index.Search(expected.ConvertAll(query => Terms(Text(query, "query"))), 10, 2);

        Assert.Equal(200, expected.Count);
        foreach (var (query, neighbours) in expected.Zip(found))
        {
            var scores = query.GetProperty("scores").EnumerateArray().Select(score => score.GetDouble()).ToArray();
            Assert.All(scores.Zip(neighbours), pair => Assert.Equal(pair.First, pair.Second.Score, 1e-4 * Math.Max(1, pair.First)));
            foreach (var (place, row) in query.GetProperty("rows").EnumerateArray().Index())
            {
                Assert.True(
                    row.GetInt32() == neighbours[place].Row || scores.Count(score => Math.Abs(score - scores[place]) < 1e-4) > 1,
                    $"'{Text(query, "query")}', place {place + 1}: row {neighbours[place].Row}, expected {row.GetInt32()}"
                );
            }
        }
    }

    [Fact]
    public void Rare_words_repeated_words_and_short_documents_count_more()
    {
        var index = new Bm25Index([
            ["the", "cat"],
            ["the", "dog"],
            ["the", "cat", "cat"],
            ["the", "cat", "and", "the", "long", "tail", "of", "it"],
        ]);

        Assert.Equal([2, 0, 3], Found(index, "cat"));
        Assert.Equal([1], Found(index, "dog"));
        Assert.Equal([1, 0, 2, 3], Found(index, "the", "dog"));
        Assert.Empty(Found(index, "bird"));
        Assert.Empty(Found(index));
        Assert.Empty(Found(new Bm25Index([]), "cat"));
    }

    private static IEnumerable<int> Found(Bm25Index index, params string[] query) =>
        index.Search([query], 10, 1)[0].Select(neighbour => neighbour.Row);

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    /// <summary>The reference's words: letters, numbers of any kind and underscores, without the marks that .NET's \w adds.</summary>
    private static IReadOnlyList<string> Terms(string text) => [.. Term().Matches(text.ToLowerInvariant()).Select(match => match.Value)];

    private static async Task<List<JsonElement>> LinesAsync(string path)
    {
        await using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(file);
        return (await reader.ReadToEndAsync(TestContext.Current.CancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonElement.Parse(line))
            .ToList();
    }

    [GeneratedRegex(@"[\p{L}\p{N}_]+")]
    private static partial Regex Term();
}
