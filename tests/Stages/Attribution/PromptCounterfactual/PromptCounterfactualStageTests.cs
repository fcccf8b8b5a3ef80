using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.PromptCounterfactual;
using Pipeline.Stages.Attribution.Rephrase;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.PromptCounterfactual;

/// <summary>Spans under rephrased prompts, counted by hand.</summary>
public sealed class PromptCounterfactualStageTests : IDisposable
{
    private readonly StageChain _chain = new();

    [Fact]
    public async Task A_span_is_looked_for_in_the_answers_to_both_kinds_of_rephrasing()
    {
        var (rows, summary) = await RunAsync([
            new("p1", "r1", "red fox", "No fox here.", "It is a Red  fox!"),
            new("p2", "r2", "blue jay", "a blue jay", "the blue jay"),
            new("p3", "r2", "old owl", "none", "none"),
            new("p4", "r3", "grey cat", null, "grey cat"),
        ]);

        Assert.Equal(
            [
                ("p1", RephrasingKind.Concept, false, "No fox here."),
                ("p1", RephrasingKind.Placebo, true, "It is a Red  fox!"),
                ("p2", RephrasingKind.Concept, true, "a blue jay"),
                ("p2", RephrasingKind.Placebo, true, "the blue jay"),
                ("p3", RephrasingKind.Concept, false, "none"),
                ("p3", RephrasingKind.Placebo, false, "none"),
                ("p4", RephrasingKind.Placebo, true, "grey cat"),
            ],
            rows.Select(row => (row.InstanceId, row.Kind, row.WrittenAgain, row.Answer))
        );
        Assert.Equal(
            [
                (PromptCounterfactualMeasure.Placebo, 2 / 3.0),
                (PromptCounterfactualMeasure.Concept, 1 / 3.0),
                (PromptCounterfactualMeasure.Difference, 1 / 3.0),
            ],
            summary.Select(row => (row.Measure, row.Value!.Value))
        );
        Assert.All(
            summary,
            row => Assert.Equal((3, 3, 2, 1, false), (row.Spans, row.Prompts, row.SourceRows, row.PromptsWithoutConcept, row.Exact))
        );
        Assert.All(summary, row => Assert.InRange(row.Value!.Value, row.PromptLow!.Value, row.PromptHigh!.Value));
    }

    [Fact]
    public async Task None_and_all_have_exact_limits_and_so_has_their_difference()
    {
        var (_, summary) = await RunAsync([
            new("p1", "r1", "red fox", "no", "red fox"),
            new("p2", "r2", "blue jay", "no", "blue jay"),
            new("p3", "r2", "old owl", "no", "old owl"),
        ]);

        Assert.All(summary, row => Assert.True(row.Exact));
        Assert.Equal([1, 0, 1], summary.Select(row => row.Value!.Value));
        Assert.Equal(UnanimousShare.All(3), (summary[0].PromptLow!.Value, summary[0].PromptHigh!.Value));
        Assert.Equal(UnanimousShare.None(2), (summary[1].SourceLow!.Value, summary[1].SourceHigh!.Value));
        Assert.Equal(
            CombinedInterval.Difference(1, UnanimousShare.All(3), 0, UnanimousShare.None(3)),
            (summary[2].PromptLow!.Value, summary[2].PromptHigh!.Value)
        );
    }

    [Fact]
    public async Task Where_no_span_differs_the_difference_is_as_far_from_none_as_none_of_as_many_prompts()
    {
        var (_, summary) = await RunAsync([new("p1", "r1", "red fox", "red fox", "red fox"), new("p2", "r2", "blue jay", "no", "no")]);

        Assert.Equal((0, true), (summary[2].Value, summary[2].Exact));
        Assert.Equal(UnanimousShare.NoDifference(2), (summary[2].PromptLow!.Value, summary[2].PromptHigh!.Value));
    }

    [Fact]
    public async Task A_rule_is_about_the_spans_of_its_row_and_a_span_that_the_new_prompt_holds_says_nothing()
    {
        var (rows, _) = await RunAsync([
            new("p1", "r1", "red fox", "red fox", "red fox") { RephrasedFor = "r9" },
            new("p2", "r1", "blue jay", "blue jay", "blue jay") { RephrasedFor = "" },
            new("p3", "r1", "old owl", "old owl", "old owl") { Asked = "Where is the old owl?" },
        ]);

        Assert.Equal(["p2", "p2"], rows.Select(row => row.InstanceId));
    }

    [Fact]
    public async Task Without_spans_there_is_no_figure()
    {
        var (rows, summary) = await RunAsync([]);

        Assert.Empty(rows);
        Assert.All(summary, row => Assert.Equal((null, 0, null, false), (row.Value, row.Spans, row.PromptLow, row.Exact)));
    }

    [Fact]
    public async Task Seeds_of_one_variant_are_also_taken_together()
    {
        var (_, summary) = await RunModelsAsync(
            ("sft-s1.d", "sft.d", [new("p1", "r1", "red fox", "no", "red fox")]),
            ("sft-s2.d", "sft.d", [new("p1", "r1", "red fox", "red fox", "red fox"), new("p2", "r2", "old owl", null, "no")])
        );

        Assert.Equal(
            ["sft-s1.d", "sft-s2.d", "sft.d"],
            summary.Where(row => row.Measure == PromptCounterfactualMeasure.Concept).Select(row => row.Model)
        );
        var together = summary.Single(row => row is { Model: "sft.d", Measure: PromptCounterfactualMeasure.Concept });
        Assert.Equal(
            (0.5, 2, 1, 1, 1),
            (together.Value, together.Spans, together.Prompts, together.SourceRows, together.PromptsWithoutConcept)
        );
    }

    public void Dispose() => _chain.Dispose();

    private Task<(IReadOnlyList<PromptCounterfactualSpanRow> Rows, IReadOnlyList<PromptCounterfactualSummaryRow> Summary)> RunAsync(
        Case[] cases
    ) => RunModelsAsync(("sft.d", "sft.d", cases));

    private async Task<(
        IReadOnlyList<PromptCounterfactualSpanRow> Rows,
        IReadOnlyList<PromptCounterfactualSummaryRow> Summary
    )> RunModelsAsync(params (string Model, string Series, Case[] Cases)[] models)
    {
        var inputs = new List<(string, Pipeline.Engine.Artifacts.Artifact)>();
        foreach (var (model, _, cases) in models)
        {
            inputs.Add((PromptCounterfactualStage.Spans + model, await _chain.TableAsync(cases.Select(Span).ToList())));
            inputs.Add(
                (
                    PromptCounterfactualStage.Rephrasings + model,
                    await _chain.FileAsync(RephrasingRow.FileName, cases.SelectMany(Rephrasings).ToList())
                )
            );
            inputs.Add((PromptCounterfactualStage.Answers + model, await _chain.TableAsync(cases.SelectMany(Answers).ToList())));
        }

        var made = await _chain.RunAsync(
            new PromptCounterfactualStage(
                new PromptCounterfactualOptions { Models = [.. models.Select(model => new RephrasedModel(model.Model, model.Series))] }
            ),
            [.. inputs]
        );
        return (
            await StageChain.RowsAsync<PromptCounterfactualSpanRow>(made),
            await StageChain.RowsAsync<PromptCounterfactualSummaryRow>(made, PromptCounterfactualSummaryRow.FileName)
        );
    }

    private static BorrowedSpanRow Span(Case one) =>
        new()
        {
            InstanceId = one.Prompt,
            SourceInstanceId = one.Source,
            Text = one.Text,
            Length = one.Text.Length,
            Level = 2,
            Borrowed = true,
        };

    private static IEnumerable<RephrasingRow> Rephrasings(Case one) =>
        Enum.GetValues<RephrasingKind>()
            .Select(kind => new RephrasingRow
            {
                InstanceId = one.Prompt,
                RephrasedInstanceId = kind == RephrasingKind.Concept && one.Concept is null ? "" : $"{one.Prompt} {kind}",
                Kind = kind,
                SourceInstanceId = one.RephrasedFor ?? one.Source,
                Text = one.Asked,
            });

    private static IEnumerable<GenerationRow> Answers(Case one) =>
        new[] { (RephrasingKind.Concept, one.Concept), (RephrasingKind.Placebo, one.Placebo) }
            .Where(answer => answer.Item2 is not null)
            .Select(answer => new GenerationRow { InstanceId = $"{one.Prompt} {answer.Item1}", Text = answer.Item2! });

    /// <summary>A span and what is answered to the rephrasings of its prompt; null where there is none.</summary>
    private sealed record Case(string Prompt, string Source, string Text, string? Concept, string? Placebo)
    {
        public string? RephrasedFor { get; init; }

        public string Asked { get; init; } = "What else?";
    }
}
