using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Answers.Judge;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Borrowings;
using Pipeline.Stages.Report;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Report;

/// <summary>Models are compared over the prompts that both answered, and every sample counts.</summary>
public sealed class ModelComparisonTests
{
    private static readonly ReportedModel _model = new("mine", TuningMethod.Imported, "rows", false)
    {
        ComparedWith = "author",
        ComparedBy = ControlKind.Model,
    };
    private static readonly ReportedModel _control = new("author", TuningMethod.Imported, "rows", true);

    [Fact]
    public void The_summary_holds_the_rates_at_equal_length_and_says_whether_style_is_equal()
    {
        var row = Summary.Summarise(
            Findings(_model, [("a", 10, 5), ("b", 10, 1)]) with
            {
                Rates =
                [
                    Rate(BorrowingQuantity.Spans, 8, 20, 12),
                    Rate(BorrowingQuantity.Evidence, 8, 200, 120),
                    Rate(BorrowingQuantity.Spans, null, 30, 25),
                ],
            }
        );

        Assert.Equal((2, 8, ControlKind.Model), (row.ComparedPrompts, row.ComparedWords, row.ComparedBy));
        Assert.Equal((300, 20, 12, 8), (row.BorrowedPerThousand, row.SharedPerThousand, row.ControlPerThousand, row.Excess));
        Assert.Equal((5, 11), (row.ExcessLow, row.ExcessHigh));

        static BorrowingRateRow Rate(BorrowingQuantity quantity, int? words, double own, double control) =>
            new()
            {
                Quantity = quantity,
                FirstWords = words,
                Prompts = 2,
                Value = own,
                ControlValue = control,
                Excess = own - control,
                ExcessLow = own - control - 3,
                ExcessHigh = own - control + 3,
            };
    }

    [Fact]
    public void Without_a_control_there_is_no_excess_and_no_count_of_what_was_borrowed()
    {
        var row = Summary.Summarise(Findings(_model with { ComparedBy = null }, [("a", 10, 5), ("b", 10, 1)]));

        Assert.Equal(
            (null, null, null, null, null),
            (row.ComparedPrompts, row.ControlPerThousand, row.Excess, row.ExcessLow, row.ComparedBy)
        );
        Assert.Equal((null, null, null), (row.BorrowedSpans, row.BorrowedPerThousand, row.BorrowedLow));
    }

    [Fact]
    public void Every_sample_counts_and_prompts_are_what_is_drawn()
    {
        var found = Findings(_model, [("a", 10, 0), ("a", 30, 1), ("b", 20, 1)]);

        var row = Summary.Summarise(found);

        Assert.Equal((3, 20, 2 * 1000.0 / 60), (row.Answers, row.MeanWords, row.BorrowedPerThousand));
        Assert.Equal(["a", "b"], found.Prompts);
        Assert.Equal(1, found.AnswerOf(found.Borrowed[0]).Sample);
    }

    [Fact]
    public async Task The_page_shows_the_answers_of_models_that_were_asked_different_things()
    {
        var page = await PageAsync(("author", ["p0", "p1", "p2"]), ("mine", ["q0", "q1"]));

        Assert.All(
            ["author to p0", "author to p1", "mine to q0", "mine to q1"],
            answer => Assert.Contains(answer, page, StringComparison.Ordinal)
        );
        Assert.Contains("The first 4 of 5 prompts. ", page, StringComparison.Ordinal);
        Assert.Contains("mine cannot be compared with author", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_says_over_how_many_prompts_it_compares()
    {
        var page = await PageAsync(("author", ["p0", "p1"]), ("mine", ["p0", "p1", "p2"]));

        Assert.Contains("Rates of mine are over the 2 of its 3 prompts that author answered too.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_tuned_elsewhere_that_are_held_against_no_rows_are_counted_too()
    {
        using var fixture = new StageFixture();
        foreach (var model in (string[])["base", "chat"])
        {
            await fixture.WithTableAsync(
                ReportStage.Answers + model,
                new List<GenerationRow>
                {
                    new()
                    {
                        InstanceId = "p",
                        Model = model,
                        Prompt = "Say p.",
                        Text = "p",
                    },
                }
            );
            await fixture.WithTableAsync(
                ReportStage.Judgements + model,
                new List<JudgementRow>
                {
                    new()
                    {
                        InstanceId = "p",
                        Model = model,
                        Words = 1,
                    },
                }
            );
        }

        await fixture.RunAsync(
            new ReportStage(
                new ReportOptions
                {
                    Title = "Test",
                    Models = [new("base", TuningMethod.Base, "", true), new("chat", TuningMethod.External, "", false)],
                }
            )
        );
        var page = await File.ReadAllTextAsync(Path.Combine(fixture.Output, ReportStage.Page), TestContext.Current.CancellationToken);

        Assert.Contains("<p class=\"soft\">1 model beside base · 1 prompt</p>", page, StringComparison.Ordinal);
    }

    /// <summary>A report of imported models, at most four prompts shown.</summary>
    private static async Task<string> PageAsync(params (string Model, string[] Prompts)[] models)
    {
        using var fixture = new StageFixture();
        foreach (var (model, prompts) in models)
        {
            var answers = prompts
                .Select(prompt => new GenerationRow
                {
                    InstanceId = prompt,
                    Model = model,
                    Prompt = $"Say {prompt}.",
                    Text = $"This is {model} to {prompt}.",
                })
                .ToList();
            await fixture.WithTableAsync(ReportStage.Answers + model, answers);
            await fixture.WithTableAsync(
                ReportStage.Judgements + model,
                answers.ConvertAll(answer => new JudgementRow
                {
                    InstanceId = answer.InstanceId,
                    Model = model,
                    Words = 5,
                })
            );
        }

        await fixture.WithTableAsync(ReportStage.Spans + "mine", new List<BorrowedSpanRow>());
        var shared = models.Select(model => model.Prompts).Aggregate((left, right) => [.. left.Intersect(right)]).Length;
        await fixture.WithFileAsync(
            ReportStage.Rates + "mine",
            BorrowingRateRow.FileName,
            shared == 0
                ? []
                : new List<BorrowingRateRow>
                {
                    new()
                    {
                        Quantity = BorrowingQuantity.Spans,
                        FirstWords = 5,
                        Prompts = shared,
                    },
                }
        );
        await fixture.WithTableAsync(ReportStage.Instances + "rows", new List<Pipeline.Stages.Data.Ingest.InstanceRow>());
        await fixture.WithFileAsync(ReportStage.Sources + "rows", "sources.parquet", new List<Pipeline.Stages.Data.Ingest.SourceRow>());
        await fixture.RunAsync(
            new ReportStage(
                new ReportOptions
                {
                    Title = "Test",
                    MaxAnswers = 4,
                    Models = [_control, _model],
                }
            )
        );
        return await File.ReadAllTextAsync(Path.Combine(fixture.Output, ReportStage.Page), TestContext.Current.CancellationToken);
    }

    /// <summary>A model with answers of so many words and borrowed spans; repeated prompts are samples.</summary>
    private static ModelFindings Findings(ReportedModel model, (string Prompt, int Words, int Spans)[] answers)
    {
        var samples = answers
            .GroupBy(answer => answer.Prompt)
            .SelectMany(prompt =>
                prompt.Index().Select(entry => (entry.Item.Prompt, Sample: entry.Index, entry.Item.Words, entry.Item.Spans))
            )
            .ToList();
        return new ModelFindings(
            model,
            samples.ConvertAll(answer => new GenerationRow { InstanceId = answer.Prompt, Sample = answer.Sample }),
            samples.ConvertAll(answer => new JudgementRow
            {
                InstanceId = answer.Prompt,
                Sample = answer.Sample,
                Words = answer.Words,
            }),
            [],
            samples
                .SelectMany(answer =>
                    Enumerable.Repeat(
                        new BorrowedSpanRow
                        {
                            InstanceId = answer.Prompt,
                            Sample = answer.Sample,
                            Borrowed = true,
                        },
                        answer.Spans
                    )
                )
                .ToList(),
            [],
            []
        );
    }
}
