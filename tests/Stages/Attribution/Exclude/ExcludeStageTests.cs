using CsCheck;
using Pipeline.Engine;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Exclude;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.Exclude;

/// <summary>Which rows an arm leaves out.</summary>
public sealed class ExcludeStageTests
{
    private static readonly BorrowedSpanRow[] _one = [Span("p1", "b"), Span("p2", "a"), Span("p3", "d", borrowed: false)];
    private static readonly BorrowedSpanRow[] _two =
    [
        Span("p1", "b"),
        Span("p1", "c"),
        Span("p3", "a"),
        Span("p2", "b"),
        Span("p1", "unknown", borrowed: false),
    ];

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "b")]
    [InlineData(2, "b|a")]
    [InlineData(3, "b|a|c")]
    [InlineData(50, "b|a|c")]
    public async Task The_most_blamed_rows_come_first_ties_by_id(int top, string expected)
    {
        var rows = await RunAsync(new ExcludeOptions { Top = top }, "abcd", [_one, _two], []);

        Assert.Equal(expected, string.Join('|', rows.Select(row => row.InstanceId)));
        Assert.All(
            rows,
            row =>
                Assert.Equal(
                    (
                        ExclusionArm.Source,
                        row.InstanceId switch
                        {
                            "b" => 3,
                            "a" => 2,
                            _ => 1,
                        },
                        null
                    ),
                    (row.Arm, row.Spans, row.Similarity)
                )
        );
        Assert.Equal(Enumerable.Range(1, rows.Count), rows.Select(row => row.Rank));
    }

    [Fact]
    public async Task A_similar_row_is_the_nearest_to_an_answer_that_blames_the_source_that_nothing_blames_and_no_other_source_took()
    {
        NeighbourRow[] neighbours =
        [
            Near("p1", ("b", 0.9f), ("x", 0.8f), ("y", 0.7f)),
            Near("p2", ("a", 0.9f), ("x", 0.6f), ("z", 0.5f)),
            Near("p3", ("z", 0.4f)),
        ];
        var rows = await RunAsync(new ExcludeOptions { Arm = ExclusionArm.Similar, Top = 3 }, "abcuvwxyz", [_one, _two], neighbours);

        // b takes x; a, blamed by p2 and p3, the z that p2 is nearer to; c, blamed by p1, what p1 has left.
        Assert.Equal(
            [("x", 1, 0.8f), ("z", 2, 0.5f), ("y", 3, 0.7f)],
            rows.Select(row => (row.InstanceId, row.Rank, (float)row.Similarity!.Value))
        );
        Assert.All(rows, row => Assert.Equal((ExclusionArm.Similar, 0), (row.Arm, row.Spans)));
    }

    [Fact]
    public async Task Where_retrieval_found_too_few_rows_the_similar_arm_is_filled_up_by_seed()
    {
        var rows = await RunAsync(
            new ExcludeOptions
            {
                Arm = ExclusionArm.Similar,
                Top = 3,
                EqualArms = true,
            },
            "abcuvwxyz",
            [_one, _two],
            [Near("p1", ("x", 0.8f))]
        );

        Assert.Equal(3, rows.Count);
        Assert.Equal(["x"], rows.Where(row => row.Similarity is not null).Select(row => row.InstanceId));
    }

    [Fact]
    public void Arms_are_of_one_size_disjoint_and_the_placebos_blame_free()
    {
        var id = Gen.Int[0, 30].Select(number => $"row{number}");
        var span = Gen.Select(Gen.Int[0, 5], id, (prompt, source) => Span($"p{prompt}", source));
        var near = Gen.Select(
            Gen.Int[0, 5],
            id.Array[0, 6],
            (prompt, ids) => Near($"p{prompt}", [.. ids.Distinct().Select((row, i) => (row, 1f / (i + 1)))])
        );
        Gen.Select(span.Array[0, 20], near.Array[0, 6], Gen.Int[31, 40], Gen.Int[1, 12], Gen.Int[0, 3])
            .Sample(
                (spans, neighbours, rows, top, seed) =>
                {
                    var instances = Enumerable.Range(0, rows).Select(number => $"row{number}").ToList();
                    var blamed = spans.Select(blaming => blaming.SourceInstanceId).ToHashSet();
                    var arms = Enum.GetValues<ExclusionArm>()
                        .Select(arm =>
                            RunAsync(
                                    new ExcludeOptions
                                    {
                                        Arm = arm,
                                        Top = top,
                                        Seed = seed,
                                        EqualArms = true,
                                    },
                                    instances,
                                    [spans],
                                    neighbours
                                )
                                .GetAwaiter()
                                .GetResult()
                                .Select(row => row.InstanceId)
                                .ToList()
                        )
                        .ToList();

                    Assert.All(arms, arm => Assert.Equal(Math.Min(Math.Min(top, blamed.Count), (rows - blamed.Count) / 2), arm.Count));
                    Assert.Equal(arms.Sum(arm => arm.Count), arms.SelectMany(arm => arm).Distinct().Count());
                    Assert.All(arms[0], row => Assert.Contains(row, blamed));
                    Assert.All(arms.Skip(1).SelectMany(arm => arm), row => Assert.DoesNotContain(row, blamed));
                },
                iter: 60,
                threads: 1
            );
    }

    [Fact]
    public async Task Another_seed_draws_other_random_rows_and_the_same_seed_the_same()
    {
        var instances = Enumerable.Range(0, 200).Select(number => $"row{number}").ToList();
        BorrowedSpanRow[] spans = [.. Enumerable.Range(0, 20).Select(number => Span("p1", $"row{number}"))];
        Task<IReadOnlyList<ExcludedRow>> Draw(int seed) =>
            RunAsync(
                new ExcludeOptions
                {
                    Arm = ExclusionArm.Random,
                    Top = 20,
                    Seed = seed,
                },
                instances,
                [spans],
                []
            );
        var (first, again, other) = (Ids(await Draw(1)), Ids(await Draw(1)), Ids(await Draw(2)));

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task A_placebo_that_cannot_have_as_many_rows_is_refused_unless_all_arms_may_have_fewer()
    {
        var error = await Assert.ThrowsAsync<InputException>(() =>
            RunAsync(new ExcludeOptions { Arm = ExclusionArm.Random, Top = 3 }, "abcdx", [_one, _two], [])
        );

        Assert.Equal(
            "test: 3 rows are to be left out, but of 5 rows 3 are blamed, so that a placebo can have 1. Lower 'top'.",
            error.Message
        );
        Assert.Single(
            await RunAsync(
                new ExcludeOptions
                {
                    Arm = ExclusionArm.Source,
                    Top = 3,
                    EqualArms = true,
                },
                "abcdx",
                [_one, _two],
                []
            )
        );
    }

    private static List<string> Ids(IReadOnlyList<ExcludedRow> rows) => rows.Select(row => row.InstanceId).ToList();

    private static Task<IReadOnlyList<ExcludedRow>> RunAsync(
        ExcludeOptions options,
        string instances,
        BorrowedSpanRow[][] spans,
        NeighbourRow[] neighbours
    ) => RunAsync(options, [.. instances.Select(id => $"{id}")], spans, neighbours);

    private static async Task<IReadOnlyList<ExcludedRow>> RunAsync(
        ExcludeOptions options,
        List<string> instances,
        BorrowedSpanRow[][] spans,
        NeighbourRow[] neighbours
    )
    {
        using var chain = new StageChain();
        var inputs = new List<(string, Pipeline.Engine.Artifacts.Artifact)>
        {
            (ExcludeStage.Instances, await chain.TableAsync(instances.ConvertAll(id => new InstanceRow { InstanceId = id }))),
            (ExcludeStage.Neighbours + "m", await chain.TableAsync(neighbours)),
        };
        foreach (var (index, table) in spans.Index())
        {
            inputs.Add(($"{ExcludeStage.Spans}{index}", await chain.TableAsync(table)));
        }

        return await StageChain.RowsAsync<ExcludedRow>(await chain.RunAsync(new ExcludeStage(options), [.. inputs]));
    }

    private static BorrowedSpanRow Span(string prompt, string source, bool borrowed = true) =>
        new()
        {
            InstanceId = prompt,
            SourceInstanceId = source,
            Borrowed = borrowed,
            Level = borrowed ? 2 : 1,
        };

    private static NeighbourRow Near(string prompt, params (string Id, float Similarity)[] rows) =>
        new()
        {
            InstanceId = prompt,
            Neighbours = [.. rows.Select(row => row.Id)],
            Similarities = [.. rows.Select(row => row.Similarity)],
        };
}
