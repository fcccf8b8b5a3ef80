using System.Text.Json;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Models;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Answers.Judge;
using Pipeline.Stages.Attribution;
using Pipeline.Stages.Attribution.Embed;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Resume;

/// <summary>One row inserted at the top of a dataset of ten thousand.</summary>
public sealed class RowInsertionTests(ITestOutputHelper output)
{
    private const int Rows = 10_000;

    [Fact]
    public async Task An_inserted_row_costs_its_own_answer_and_the_part_that_it_falls_into()
    {
        var models = await Undisturbed.MadeAsync();
        using var project = models.Project();
        using var engine = new EngineFixture();
        var path = engine.Folder.Write("prompts.jsonl", string.Concat(Enumerable.Range(0, Rows).Select(Line)));
        var graph = GraphOver(path, project.PathOf("base"));
        await engine.RunAsync(graph, cancellation: TestContext.Current.CancellationToken);
        var parts = engine.Built("generate").Count;
        Assert.Equal((Rows, Rows), (Replies(engine, "generate"), RowsOf(engine, "generate")));

        await File.WriteAllTextAsync(
            path,
            Line(Rows) + await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken
        );
        var result = await engine.RunAsync(graph, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(RunOutcome.Completed, result.Outcome);
        Assert.Equal(Rows + 1, result.Artifacts.Single(entry => entry.Key.Id == "judge").Value.Rows);

        // The file is another, so it is read again. Parts end where rows say so: only the first one or two are others than before.
        Assert.Equal([0], engine.Built("ingest"));
        foreach (var stage in new[] { "generate", "judge", "embed" })
        {
            Assert.InRange(engine.Built(stage).Count, 1, 2);
            Assert.All(engine.Built(stage), part => Assert.InRange(part, 0, 1));
        }

        // Inside that part, the model is asked for the new row only, and embeds one batch, which is cut by what its rows are, too.
        var answered = Replies(engine, "generate") - Rows;
        var embedded = NewEmbeddings(engine);
        Assert.Equal(1, answered);
        Assert.InRange(embedded, 1, new HiddenStateOptions().BatchSize);
        output.WriteLine(
            $"{parts} parts; redone: ingest (the whole file), generate {engine.Built("generate").Count} part with {answered} row answered, "
                + $"embed {engine.Built("embed").Count} part with {embedded} rows embedded, judge {engine.Built("judge").Count} part "
                + $"with {RowsOf(engine, "judge")} rows scored"
        );
    }

    private static Graph GraphOver(string prompts, string model)
    {
        var graph = new GraphBuilder();
        var ingest = graph.Fold(
            "ingest",
            new IngestStage(
                new IngestOptions
                {
                    Dataset = "prompts",
                    File = "prompts.jsonl",
                    Format = RecordFormat.Alpaca,
                }
            ),
            new ExternalInput(IngestStage.File, prompts, [])
        );
        var generate = graph.Map(
            "generate",
            new GenerateStage(new GenerateOptions { Model = "base", MaxNewTokens = 1 }),
            [new NodeOutput(GenerateStage.Prompts, ingest)],
            new ExternalInput(GenerateStage.Model, model, CheckpointWriter.Patterns)
        );
        graph.Map("judge", new JudgeStage(new JudgeOptions()), [new NodeOutput(JudgeStage.Answers, generate)]);
        graph.Map(
            "embed",
            new HiddenStateEmbedStage(new HiddenStateOptions { Rows = TextSource.Instances }),
            [new NodeOutput(HiddenStateEmbedStage.Texts, ingest)],
            new ExternalInput(HiddenStateEmbedStage.Model, model, CheckpointWriter.Patterns)
        );
        return graph.Build(null);
    }

    private static string Line(int row) =>
        JsonSerializer.Serialize(
            new
            {
                instruction = $"Name {row} things.",
                input = "",
                output = $"Thing {row}.",
            }
        ) + "\n";

    private static long RowsOf(EngineFixture engine, string node) =>
        engine.Events.OfType<PartSealed>().Where(part => part.Node == node && !part.Hit).Sum(part => part.Rows);

    /// <summary>How many different requests a stage's memo has replies to.</summary>
    private static int Replies(EngineFixture engine, string stage) =>
        Segments(engine, stage).SelectMany(ReadAll).Select(reply => reply.Digest).Distinct().Count();

    /// <summary>How many texts the last run embedded: its segment holds a vector for each, batch by batch.</summary>
    private static int NewEmbeddings(EngineFixture engine)
    {
        const int VectorBytes = 16 * sizeof(float);
        return Segments(engine, "embed").Skip(1).SelectMany(ReadAll).Sum(reply => reply.Length) / VectorBytes;
    }

    private static IEnumerable<string> Segments(EngineFixture engine, string stage) =>
        MemoFolders
            .All(engine.Cache)
            .Where(folder => Path.GetFileName(folder).StartsWith($"{stage}-v", StringComparison.Ordinal))
            .SelectMany(Directory.EnumerateFiles)
            .OrderBy(File.GetLastWriteTimeUtc);

    private static List<(string Digest, int Offset, int Length)> ReadAll(string segment)
    {
        using var stream = File.OpenRead(segment);
        var replies = new List<(string, int, int)>();
        while (MemoRecord.ReadNext(stream) is { } record)
        {
            replies.AddRange(MemoRecord.RepliesOf(record));
        }

        return replies;
    }
}
