using System.Text.Json;
using CsCheck;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Tests.Stages.Data.Ingest;

public sealed class InstanceIdentityTests : IDisposable
{
    private readonly DatasetReading _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Ids_depend_on_dataset_and_content_and_on_nothing_else()
    {
        var rows = new[] { ("a", "1"), ("b", "2") };
        var plain = await _data.ReadAsync(_data.Write("a.jsonl", Lines(rows)));
        var moved = await _data.ReadAsync(
            _data.Write(
                "b.json",
                JsonSerializer.Serialize(
                    rows.Reverse()
                        .Select(row => new
                        {
                            output = row.Item2,
                            extra = 1,
                            instruction = row.Item1,
                            input = "",
                        })
                )
            )
        );
        var other = await _data.ReadAsync("a.jsonl", options => options with { Dataset = "other" });

        Assert.Equal(Ids(plain), Ids(moved).Reverse());
        Assert.Empty(Ids(plain).Intersect(Ids(other)));
        Assert.All(Ids(plain), id => Assert.Matches("^[0-9a-f]{32}$", id));
    }

    [Fact]
    public async Task Duplicates_are_kept_with_ids_by_their_ordinal()
    {
        var rows = await _data.ReadAsync(_data.Write("data.jsonl", Lines([("a", "1"), ("b", "2"), ("a", "1"), ("a", "1")])));
        var fewer = await _data.ReadAsync(_data.Write("fewer.jsonl", Lines([("a", "1"), ("a", "1"), ("b", "2")])));

        Assert.Equal(4, Ids(rows).Distinct().Count());
        Assert.Equal([Ids(rows)[0], Ids(rows)[2], Ids(rows)[1]], Ids(fewer));
    }

    [Fact]
    public async Task The_same_texts_in_other_fields_are_other_instances()
    {
        string[] texts =
        [
            """{"instruction": "a", "output": "b"}""",
            """{"instruction": "b", "output": "a"}""",
            """{"instruction": "a", "input": "a", "output": "b"}""",
            """{"instruction": "a", "output": "b", "system": "a"}""",
            """{"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "y"}, {"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}""",
            """{"messages": [{"role": "user", "content": "x"}, {"role": "tool", "content": "y"}, {"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}""",
        ];
        var ids = new HashSet<string>();
        foreach (var text in texts)
        {
            ids.Add((await _data.ReadOneAsync(text)).InstanceId);
        }

        Assert.Equal(texts.Length, ids.Count);
    }

    [Theory]
    [InlineData(0, 0, new long[] { 1, 2, 3, 4, 5 })]
    [InlineData(2, 0, new long[] { 3, 4, 5 })]
    [InlineData(0, 2, new long[] { 1, 2 })]
    [InlineData(2, 2, new long[] { 3, 4 })]
    [InlineData(4, 9, new long[] { 5 })]
    public async Task Skip_and_limit_count_rows_of_the_file(int skip, int limit, long[] rows)
    {
        var name = _data.Write("data.jsonl", Lines(Enumerable.Range(0, 5).Select(i => ($"{i}", "x"))));

        Assert.Equal(rows, (await _data.ReadAsync(name, options => options with { Skip = skip, Limit = limit })).Select(row => row.Row));
    }

    [Fact]
    public async Task What_lies_behind_the_limit_is_not_read()
    {
        var name = _data.Write("data.jsonl", Lines([("a", "1")]) + "\nnot JSON");

        Assert.Single(await _data.ReadAsync(name, options => options with { Limit = 1 }));
        Assert.Equal(
            "data.jsonl holds no usable row after the first 1.",
            await _data.RefusalAsync(_data.Write("data.jsonl", Lines([("a", "1")])), options => options with { Skip = 1 })
        );
    }

    [Fact]
    public void Equal_contents_and_only_equal_contents_have_equal_ids()
    {
        var content = Gen.String[Gen.Char["ab\n-"], 0, 3].Array[1, 4];
        Gen.Select(content, content)
            .Sample(
                pair =>
                {
                    var (left, right) = (new InstanceIdentity("data").Next(pair.Item1), new InstanceIdentity("data").Next(pair.Item2));
                    return left == right == pair.Item1.SequenceEqual(pair.Item2);
                },
                iter: 3000,
                threads: 1
            );
    }

    private static string[] Ids(IEnumerable<(InstanceRow Instance, long Row)> rows) => [.. rows.Select(row => row.Instance.InstanceId)];

    private static string Lines(IEnumerable<(string Instruction, string Output)> rows) =>
        string.Join('\n', rows.Select(row => JsonSerializer.Serialize(new { instruction = row.Instruction, output = row.Output })));
}
