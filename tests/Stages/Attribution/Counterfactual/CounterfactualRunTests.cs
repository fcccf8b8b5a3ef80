using System.Text.Json;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Counterfactual;
using Pipeline.Stages.Attribution.CounterfactualSummary;
using Pipeline.Stages.Attribution.Exclude;
using Pipeline.Stages.Attribution.SourceRecall;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.Counterfactual;

/// <summary>
/// A model that learned nine rows by heart is trained again without some of them. Their words are invented, so nothing else can give them:
/// they must be gone without their rows, and stay without others.
/// </summary>
public sealed class CounterfactualRunTests : IDisposable
{
    private static readonly string[] _arms = ["source", "random", "similar"];

    private static readonly (string Subject, string Answer)[] _facts =
    [
        ("the moon", "The zorbal moon hums a veltic copper tune."),
        ("the sea", "A quissel sea folds mirabon glass waves."),
        ("the fox", "Every drandle fox wears a plimmed silver coat."),
        ("the bell", "One gorrent bell counts nine tovish winters."),
        ("the road", "That sellow road bends around brask orchards."),
        ("the lamp", "Old kirdan lamps burn yestrel oil slowly."),
        ("the ship", "Its wendle ship carries hobrin salt north."),
        ("the well", "Deep in the garnel well lives a pethic frog."),
        ("the clock", "The usk clock strikes lomber hours twice."),
    ];

    private readonly TemporaryFolder _folder = new();

    public CounterfactualRunTests()
    {
        _folder.Write("rows.jsonl", string.Join('\n', _facts.Select(fact => Row(fact.Subject, fact.Answer))));
        _folder.Write("prompts.jsonl", string.Join('\n', _facts.Take(3).Select(fact => Row(fact.Subject, ""))));
        _folder.Write(
            "settings.yaml",
            $$"""
            run: again
            model: {{Repository.PathOf("data", "base")}}
            datasets: { rows: { path: rows.jsonl, format: alpaca } }
            prompts: { path: prompts.jsonl, format: alpaca }
            methods: { sft: { type: full, learning_rate: 2.0e-3 } }
            counterfactual: { model: sft.rows, level: 1, top: 3 }
            source_recall: { model: sft.rows, level: 1 }
            stages:
              tokenize: { template: plain }
              fine_tune: { epochs: 16, batch_size: 3, warmup_steps: 2 }
              generate: { max_new_tokens: 24 }
              shift: { base_wrappers: [same] }
              attribute: { min_words: 4 }
            """
        );
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_its_row_a_span_is_gone_and_without_others_it_stays()
    {
        var run = await ProgramRun.OfAsync(_folder.Root, ["settings.yaml", "--quiet"]);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        var tables = new FinishedRunTables(_folder.Root, "again");
        var spans = (await tables.ReadAsync<CounterfactualSpanRow>("counterfactual/sft.rows")).ToLookup(span => span.Arm);
        var ids = (await tables.ReadAsync<InstanceRow>("ingest/rows")).Select(row => row.InstanceId).ToList();

        // The arms: the rows that spans go back to and as many others, none twice.
        var excluded = new List<IReadOnlyList<string>>();
        foreach (var arm in _arms)
        {
            excluded.Add((await tables.ReadAsync<ExcludedRow>($"exclude/sft.rows-without-{arm}")).Select(row => row.InstanceId).ToList());
        }

        Assert.Equal(spans[CounterfactualArm.Full].Select(span => span.SourceInstanceId).Distinct().Order(), excluded[0].Order());
        Assert.InRange(excluded[0].Count, 2, 3);
        Assert.All(excluded, rows => Assert.Equal(excluded[0].Count, rows.Count));
        Assert.Equal(3 * excluded[0].Count, excluded.SelectMany(rows => rows).Distinct().Intersect(ids).Count());

        // The spans: gone without their rows.
        Assert.Equal(Enum.GetValues<CounterfactualArm>(), spans.Select(arm => arm.Key));
        Assert.All(spans[CounterfactualArm.Full], span => Assert.True(span is { GeneratedAgain: true, Change: 0, ExcludedRows: 0 }));
        Assert.All(
            spans[CounterfactualArm.Source],
            span => Assert.True(span is { GeneratedAgain: false, Change: < -5, ExcludedRows: > 0 }, $"{span.Text}: {span.Change}")
        );
        Assert.All(spans[CounterfactualArm.Base], span => Assert.True(span is { GeneratedAgain: false, Change: < -5 }));
        Assert.All(spans[CounterfactualArm.Random].Concat(spans[CounterfactualArm.Similar]), span => Assert.InRange(span.Change, -5, 1));
        Assert.Contains(spans[CounterfactualArm.Random], span => span.GeneratedAgain);
        Assert.Contains(spans[CounterfactualArm.Similar], span => span.GeneratedAgain);

        // The figures: those of the rows, and the scorer's those of the decoder.
        var summary = await tables.ReadFileAsync<CounterfactualSummaryRow>("counterfactual-summary", CounterfactualSummaryRow.FileName);
        Assert.Equal(
            spans[CounterfactualArm.Source].Average(span => span.Change),
            summary
                .Single(row =>
                    row is { Arm: CounterfactualArm.Source, Against: CounterfactualArm.Full, Measure: CounterfactualMeasure.ChangeMean }
                )
                .Value!.Value,
            1e-9
        );
        Assert.True(
            summary
                .Single(row =>
                    row is { Arm: CounterfactualArm.Source, Against: CounterfactualArm.Random, Measure: CounterfactualMeasure.ChangeMean }
                )
                .SourceHigh < 0
        );
        var answers = (await tables.ReadAsync<GenerationRow>("generate/sft.rows")).ToDictionary(answer => answer.InstanceId);
        Assert.All(
            spans[CounterfactualArm.Full],
            span =>
            {
                var decoded = answers[span.InstanceId].LogProbabilities;
                Assert.Contains(
                    Enumerable.Range(0, decoded.Length - span.Tokens + 1),
                    first => Math.Abs(decoded.Skip(first).Take(span.Tokens).Sum() - span.LogProbability) < 1e-3
                );
            }
        );

        // The sources: where the words are asked for, they are found.
        var recall = await tables.ReadFileAsync<SourceRecallRow>("source-recall", SourceRecallRow.FileName);
        Assert.All(
            recall.Where(row =>
                row
                    is { Method: SearchMethod.ExactSpan }
                        or { Method: SearchMethod.Bm25, Measure: RecallMeasure.RecallAt1, Query: SearchQuery.Answer }
            ),
            row => Assert.Equal(1, row.Value)
        );
        Assert.Equal((1.0 / 9, 1), (Random(recall, RecallMeasure.RecallAt1), Random(recall, RecallMeasure.RecallAt10)));
        Assert.Contains(
            "Trained again without some rows",
            await File.ReadAllTextAsync(_folder.PathOf("runs", "again", "report.html"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        "counterfactual.model=sft.nothing",
        "counterfactual.model: 'sft.nothing' is no model that is tuned here; there are: sft.rows."
    )]
    [InlineData(
        "counterfactual.arms=[random]",
        "counterfactual.arms: 'source' is not among them, and without it there is nothing to hold a placebo against."
    )]
    [InlineData("counterfactual.top=0", "expected a whole number from 1 to 1000000000")]
    [InlineData("source_recall.model=base", "source_recall.model: 'base' is no model that is tuned here; there are: sft.rows.")]
    [InlineData("source_recall.methods=[bm26]", "bm26")]
    [InlineData("matched_loss={target: 1}", "counterfactual.model: 'sft.rows' is chosen by its training loss")]
    public async Task What_cannot_be_trained_again_is_refused(string setting, string expected)
    {
        var run = await ProgramRun.OfAsync(_folder.Root, ["dag", "settings.yaml", "--set", setting]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Output + run.Errors, StringComparison.Ordinal);
    }

    private static double Random(IReadOnlyList<SourceRecallRow> rows, RecallMeasure measure) =>
        rows.Single(row => row.Method == SearchMethod.Random && row.Measure == measure).Value;

    private static string Row(string subject, string answer) =>
        JsonSerializer.Serialize(
            new
            {
                instruction = $"Tell me about {subject}.",
                input = "",
                output = answer,
            }
        );
}
