using Pipeline.Stages.Attribution.Counterfactual;
using Pipeline.Stages.Attribution.CounterfactualSummary;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.CounterfactualSummary;

/// <summary>Figures over spans, on tables small enough to count by hand.</summary>
public sealed class CounterfactualSummaryStageTests
{
    [Fact]
    public async Task Figures_are_over_spans_and_their_intervals_over_prompts_and_source_rows()
    {
        var rows = await RunAsync(
            ("sft.d", "sft.d", [("p1", "r1", -4, -1), ("p1", "r1", -2, 1), ("p2", "r1", -9, 0), ("p3", "r2", 1, -2)])
        );
        var mean = Row(rows, "sft.d", CounterfactualArm.Source, CounterfactualArm.Full, CounterfactualMeasure.ChangeMean);

        Assert.Equal((-3.5, 4, 3, 2, 5), (mean.Value, mean.Spans, mean.Prompts, mean.SourceRows, mean.ExcludedRows));
        Assert.InRange(mean.Value!.Value, mean.PromptLow!.Value, mean.PromptHigh!.Value);
        Assert.Equal((-5, 1), (mean.SourceLow, mean.SourceHigh));
        Assert.Equal(-3, Row(rows, "sft.d", CounterfactualArm.Source, CounterfactualArm.Full, CounterfactualMeasure.ChangeMedian).Value);
        Assert.Equal(0.75, Row(rows, "sft.d", CounterfactualArm.Source, CounterfactualArm.Full, CounterfactualMeasure.Fell).Value);
        Assert.Equal(0.5, Row(rows, "sft.d", CounterfactualArm.Random, CounterfactualArm.Full, CounterfactualMeasure.Fell).Value);
        Assert.Equal(
            0.25,
            Row(rows, "sft.d", CounterfactualArm.Source, CounterfactualArm.Full, CounterfactualMeasure.GeneratedAgain).Value
        );
        Assert.Equal(-3, Row(rows, "sft.d", CounterfactualArm.Source, CounterfactualArm.Random, CounterfactualMeasure.ChangeMean).Value);
        Assert.Equal(
            -0.5,
            Row(rows, "sft.d", CounterfactualArm.Source, CounterfactualArm.Random, CounterfactualMeasure.GeneratedAgain).Value
        );
        Assert.DoesNotContain(rows, row => row.Against == CounterfactualArm.Similar);
    }

    [Fact]
    public async Task Seeds_of_one_variant_are_also_taken_together()
    {
        var rows = await RunAsync(
            ("sft-s1.d", "sft.d", [("p1", "r1", -4, 0)]),
            ("sft-s2.d", "sft.d", [("p1", "r1", -2, 0), ("p2", "r2", -3, 0)]),
            ("lft.d", "lft.d", [])
        );
        var together = Row(rows, "sft.d", CounterfactualArm.Source, CounterfactualArm.Full, CounterfactualMeasure.ChangeMean);

        Assert.Equal((-3, 3, 2, 2), (together.Value, together.Spans, together.Prompts, together.SourceRows));
        Assert.Null(Row(rows, "sft-s1.d", CounterfactualArm.Source, CounterfactualArm.Full, CounterfactualMeasure.ChangeMean).PromptLow);
        Assert.DoesNotContain(rows, row => row.Model == "lft.d");
    }

    private static CounterfactualSummaryRow Row(
        IReadOnlyList<CounterfactualSummaryRow> rows,
        string model,
        CounterfactualArm arm,
        CounterfactualArm against,
        CounterfactualMeasure measure
    ) => rows.Single(row => row.Model == model && row.Arm == arm && row.Against == against && row.Measure == measure);

    /// <summary>Spans with their changes without source rows and without random ones; those above zero are written again.</summary>
    private static async Task<IReadOnlyList<CounterfactualSummaryRow>> RunAsync(
        params (string Model, string Series, (string Prompt, string Row, double Source, double Random)[] Spans)[] models
    )
    {
        using var chain = new StageChain();
        var inputs = new List<(string, Pipeline.Engine.Artifacts.Artifact)>();
        foreach (var (model, _, spans) in models)
        {
            inputs.Add(
                (
                    CounterfactualSummaryStage.Spans + model,
                    await chain.TableAsync([
                        .. spans.Select(span => Span(span.Prompt, span.Row, CounterfactualArm.Source, span.Source, span.Source > 0)),
                        .. spans.Select(span => Span(span.Prompt, span.Row, CounterfactualArm.Random, span.Random, span.Random >= -1)),
                    ])
                )
            );
        }

        var options = new CounterfactualSummaryOptions
        {
            Models = [.. models.Select(model => new RetrainedModel(model.Model, model.Series))],
        };
        return await StageChain.RowsAsync<CounterfactualSummaryRow>(
            await chain.RunAsync(new CounterfactualSummaryStage(options), [.. inputs]),
            CounterfactualSummaryRow.FileName
        );
    }

    private static CounterfactualSpanRow Span(string prompt, string row, CounterfactualArm arm, double change, bool again) =>
        new()
        {
            InstanceId = prompt,
            SourceInstanceId = row,
            Arm = arm,
            Change = change,
            GeneratedAgain = again,
            ExcludedRows = 5,
        };
}
