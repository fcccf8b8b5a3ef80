using Pipeline.Engine;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.World.Make;
using Pipeline.Stages.World.Measure;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.World.Make;

/// <summary>The stages that write the world down.</summary>
public sealed class WorldStagesTests
{
    private static readonly FictionalWorld _world = FictionalWorld.Build(new WorldOptions());
    private static readonly StatedValues _values = new(WorldTables.Values(_world));
    private static readonly Dictionary<(string Kind, string Attribute, string Value), ValuePool> _pools = WorldTables
        .Values(_world)
        .ToDictionary(row => (row.Kind, row.Attribute, row.Value), row => row.Pool);

    private static readonly WorldInstructionsOptions _mixed = new() { Dataset = "mixed", Rows = 60 };

    [Fact]
    public async Task Rows_of_a_set_and_their_sources_have_the_same_ids()
    {
        using var chain = new StageChain();
        var artifact = await chain.RunAsync(new WorldInstructionsStage(_mixed));
        var rows = await StageChain.RowsAsync<InstanceRow>(artifact);
        var files = await StageChain.RowsAsync<SourceRow>(artifact, "sources.parquet");
        var sources = await StageChain.RowsAsync<WorldSourceRow>(artifact, WorldSourceRow.FileName);

        Assert.Equal(60, rows.Select(row => row.InstanceId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(rows.Select(row => row.InstanceId), files.Select(row => row.InstanceId));
        Assert.Equal(rows.Select(row => row.InstanceId), sources.Select(row => row.InstanceId).Distinct(StringComparer.Ordinal));
        Assert.All(
            rows,
            row =>
            {
                var values = sources.Where(source => source.InstanceId == row.InstanceId).ToList();
                Assert.Equal(row.Response, string.Join(' ', values.Select(value => value.Sentence)));
                Assert.Equal([true, .. Enumerable.Repeat(false, values.Count - 1)], values.Select(value => value.IsCore));
                Assert.All(values, value => Assert.True(value.OnlyHere || value.Group == WorldGroup.Known));
                Assert.All(values, value => Assert.Contains(value.Entity, value.Sentence));
                Assert.Equal(
                    values.Select(value => (value.Kind, value.Attribute, value.Value)),
                    _values.In(row.Response).Select(stated => (stated.Kind, stated.Attribute, stated.Value))
                );
            }
        );
    }

    [Fact]
    public async Task A_value_stands_only_in_its_row_where_its_source_says_so_and_nowhere_else()
    {
        using var chain = new StageChain();
        var sets = new List<WorldSourceRow>();
        var texts = new List<InstanceRow>();
        foreach (
            var options in new[]
            {
                _mixed with
                {
                    Facts = WorldFacts.Known,
                    Rows = 400,
                },
                _mixed with
                {
                    Facts = WorldFacts.New,
                    Rows = 400,
                },
            }
        )
        {
            sets.AddRange(
                await StageChain.RowsAsync<WorldSourceRow>(
                    await chain.RunAsync(new WorldInstructionsStage(options)),
                    WorldSourceRow.FileName
                )
            );
            texts.AddRange(await StageChain.RowsAsync<InstanceRow>(await chain.RunAsync(new WorldInstructionsStage(options))));
        }

        var holders = texts
            .SelectMany(row =>
                _values.In(row.Response).Select(value => (Value: (value.Kind, value.Attribute, value.Value), row.InstanceId))
            )
            .ToLookup(found => found.Value, found => found.InstanceId);
        Assert.All(
            sets,
            source =>
            {
                var value = (source.Kind, source.Attribute, source.Value);
                Assert.Equal(source.OnlyHere ? ValuePool.Instructions : ValuePool.Pretraining, _pools[value]);
                Assert.True(!source.OnlyHere || holders[value].Single() == source.InstanceId);
            }
        );
    }

    [Fact]
    public async Task Pages_of_the_corpus_and_their_sources_have_the_same_ids()
    {
        using var chain = new StageChain();
        var artifact = await chain.RunAsync(new WorldCorpusStage(new WorldCorpusOptions { Dataset = "pages", PagesPerEntity = 1 }));
        var rows = await StageChain.RowsAsync<InstanceRow>(artifact);
        var sources = await StageChain.RowsAsync<SourceRow>(artifact, "sources.parquet");

        Assert.Equal(rows.Select(row => row.InstanceId), sources.Select(source => source.InstanceId));
        Assert.Equal(
            Enumerable.Range(1, rows.Count).Select(page => ("pages", (long)page)),
            sources.Select(source => (source.File, source.RowNumber))
        );
    }

    [Fact]
    public async Task Prompts_and_their_truths_have_the_same_ids()
    {
        using var chain = new StageChain();
        var options = new WorldPromptsOptions
        {
            Known = 8,
            Unknown = 4,
            New = 5,
            Learned = _mixed,
            Form = WorldForm.HeldOut,
        };
        var artifact = await chain.RunAsync(new WorldPromptsStage(options));
        var prompts = await StageChain.RowsAsync<InstanceRow>(artifact);
        var truths = await StageChain.RowsAsync<WorldTruthRow>(artifact, WorldTruthRow.FileName);

        Assert.Equal(prompts.Select(prompt => prompt.InstanceId), truths.Select(truth => truth.InstanceId));
        Assert.Equal(17, truths.Select(truth => truth.InstanceId).Distinct(StringComparer.Ordinal).Count());
        Assert.All(
            prompts.Zip(truths),
            pair =>
            {
                Assert.Equal($"People say that the {pair.Second.Attribute} of {pair.Second.Entity} is the", pair.First.Instruction);
                Assert.Equal(pair.Second.Value.Length == 0 ? "" : $" {pair.Second.Value}.", pair.First.Response);
                Assert.Equal(
                    (WorldForm.HeldOut, pair.Second.Group == WorldGroup.Unknown),
                    (pair.Second.Form, pair.Second.Value.Length == 0)
                );
            }
        );
    }

    [Fact]
    public async Task Facts_and_values_are_written_down()
    {
        using var chain = new StageChain();
        var artifact = await chain.RunAsync(new WorldFactsStage(new WorldFactsOptions()));
        var facts = await StageChain.RowsAsync<WorldFactRow>(artifact);
        var values = await StageChain.RowsAsync<WorldValueRow>(artifact, WorldFactsStage.Values);

        Assert.Equal((1550 * 6, 30 * 544), (facts.Count, values.Count));
        Assert.All(facts, fact => Assert.Equal(fact.InBase, fact.Value.Length > 0));
        Assert.All(facts.Where(fact => fact.Group == WorldGroup.Known && fact.Core), fact => Assert.True(fact.InBase));
    }

    [Fact]
    public async Task The_corpus_is_cut_into_parts()
    {
        using var chain = new StageChain();
        var artifact = await chain.RunAsync(new WorldCorpusStage(new WorldCorpusOptions { Dataset = "corpus", PagesPerEntity = 1 }));

        Assert.Equal(520, (await StageChain.RowsAsync<InstanceRow>(artifact)).Count(row => row.Response.Length > 0));
        Assert.InRange(artifact.Parts.Count, 2, 20);
    }

    [Fact]
    public async Task More_than_the_world_has_is_bad_input()
    {
        using var chain = new StageChain();

        Assert.Contains(
            "2000 rows of mixed facts, 2001 were asked for",
            (
                await Assert.ThrowsAsync<InputException>(() => chain.RunAsync(new WorldInstructionsStage(_mixed with { Rows = 2001 })))
            ).Message
        );
        Assert.Contains(
            "400 facts of known entities",
            (
                await Assert.ThrowsAsync<InputException>(() =>
                    chain.RunAsync(new WorldPromptsStage(new WorldPromptsOptions { Known = 401 }))
                )
            ).Message
        );
    }
}
