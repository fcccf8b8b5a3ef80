using System.Xml.Linq;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Stages.World.Make;
using Pipeline.Stages.World.Measure;
using Pipeline.Stages.World.Results;
using Pipeline.Stages.World.Results.Claims;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.World.Results;

/// <summary>The stage on two methods whose answers are made up: which claims it judges, and how.</summary>
public sealed class WorldResultsStageTests
{
    /// <summary>So many that all of them right are nearly all for certain.</summary>
    private const int Probes = 100;

    [Fact]
    public async Task Claims_are_judged_by_what_was_measured_and_the_rest_says_so()
    {
        using var fixture = await RunAsync(SmallFactorial.Model(TuningMethod.Sft, 1e-3), SmallFactorial.Model(TuningMethod.Lft, 1e-3));

        var claims = (await fixture.ReadAsync<WorldClaimRow>(WorldClaimRow.FileName)).ToDictionary(claim => claim.Claim);
        var evidence = await fixture.ReadAsync<WorldEvidenceRow>(WorldEvidenceRow.FileName);

        Assert.Equal("holds", claims["shift"].Verdict);
        Assert.Equal("holds", claims["borrowing"].Verdict);
        Assert.Equal("holds", claims["knowledge-kept"].Verdict);
        Assert.Equal("undecided", claims["borrowed-share"].Verdict);
        Assert.All(
            ["simplification", "known-and-new", "dataset-size", "no-new-knowledge"],
            id => Assert.Equal(("not measured in this run", 0), (claims[id].Verdict, claims[id].Evidence))
        );
        Assert.Equal(VerdictKind.Holds, claims["shift"].ReadVerdict());
        Assert.Equal(VerdictKind.NotMeasured, claims["simplification"].ReadVerdict());
        Assert.Equal(evidence.Count, claims.Values.Sum(claim => claim.Evidence));
        Assert.All(
            evidence.Where(row => row.Claim == "shift" && row.Conditions.StartsWith("equal learning rate", StringComparison.Ordinal)),
            row => Assert.Equal(2, row.Value, 1e-6)
        );
        Assert.True(File.Exists(Path.Combine(fixture.Output, claims["shift"].Figure)));
        Assert.Equal("", claims["dataset-size"].Figure);
    }

    [Fact]
    public async Task Results_hold_every_model_and_every_variant_and_figures_are_pictures()
    {
        using var fixture = await RunAsync(
            SmallFactorial.Model(TuningMethod.Sft, 1e-3, 1),
            SmallFactorial.Model(TuningMethod.Sft, 1e-3, 2),
            SmallFactorial.Model(TuningMethod.Lft, 1e-3, 1)
        );

        var results = await fixture.ReadAsync<WorldResultRow>(WorldResultRow.FileName);

        Assert.Equal(2, results.Single(row => row is { Model: "", Method: TuningMethod.Sft, Measure: WorldMeasure.Kl }).Seeds);
        Assert.Equal(
            4,
            results
                .Where(row => row is { Seed: not null, Measure: WorldMeasure.CoreRight, Form: WorldForm.Instruction })
                .Select(row => row.Model)
                .Distinct()
                .Count()
        );
        Assert.All(results.Where(row => row.Low is not null), row => Assert.True(row.Low <= row.High));
        Assert.All(Directory.GetFiles(fixture.Output, "*.svg"), path => Assert.Equal("svg", XDocument.Load(path).Root!.Name.LocalName));
        Assert.Contains(
            "## The paper's claims",
            await File.ReadAllTextAsync(
                Path.Combine(fixture.Output, WorldResultsStage.MarkdownFile),
                TestContext.Current.CancellationToken
            ),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_variant_that_lost_its_core_facts_is_shown_and_speaks_for_no_claim()
    {
        WorldModel[] sound =
        [
            SmallFactorial.Model(TuningMethod.Sft, 1e-3, 1),
            SmallFactorial.Model(TuningMethod.Sft, 1e-3, 2),
            SmallFactorial.Model(TuningMethod.Lft, 1e-3, 1),
            SmallFactorial.Model(TuningMethod.Lft, 1e-3, 2),
            SmallFactorial.Model(TuningMethod.Lft, 3e-3, 1),
        ];
        var broken = SmallFactorial.Model(TuningMethod.Sft, 3e-3);
        using var with = await RunAsync([broken], [.. sound, broken]);
        using var without = await RunAsync([], sound);

        var results = await with.ReadAsync<WorldResultRow>(WorldResultRow.FileName);

        Assert.Equal([broken.Name], results.Where(row => row is { LostCore: true, Seed: not null }).Select(row => row.Model).Distinct());
        Assert.Contains(results, row => row is { LostCore: true, Seed: null, Measure: WorldMeasure.CertainPerAnswer, Value: > 0 });
        Assert.Equal(await EvidenceAsync(without), await EvidenceAsync(with));
        Assert.Equal(await VerdictsAsync(without), await VerdictsAsync(with));
        Assert.DoesNotContain(
            await with.ReadAsync<WorldContrastRow>(WorldContrastRow.FileName),
            row => row.Left.Contains("3e-3", StringComparison.Ordinal)
        );
        Assert.Contains(
            "| sft, lost its core facts | mixed-verbose | mixed | verbose | 30 | 3 | 3e-3 |",
            await File.ReadAllTextAsync(Path.Combine(with.Output, WorldResultsStage.MarkdownFile), TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_claim_whose_every_model_lost_its_core_facts_is_unknown()
    {
        var broken = SmallFactorial.Model(TuningMethod.Sft, 1e-3);
        using var fixture = await RunAsync([broken], broken, SmallFactorial.Model(TuningMethod.Lft, 1e-3));

        var claims = (await fixture.ReadAsync<WorldClaimRow>(WorldClaimRow.FileName)).ToDictionary(claim => claim.Claim);

        Assert.All(
            ["shift", "borrowing", "borrowed-share", "knowledge-kept"],
            id =>
                Assert.Equal(
                    (VerdictKind.Unknown, 0, 0),
                    (claims[id].ReadVerdict(), claims[id].Evidence, claims[id].MissingConditions.Length)
                )
        );
        Assert.Equal(VerdictKind.NotMeasured, claims["dataset-size"].ReadVerdict());
    }

    [Fact]
    public async Task A_verdict_names_the_conditions_that_it_was_not_measured_at()
    {
        var full = SmallFactorial.Model(TuningMethod.Sft, 1e-3);
        using var equal = await RunAsync(full, SmallFactorial.Model(TuningMethod.Lft, 1e-3));
        using var own = await RunAsync(full, SmallFactorial.Model(TuningMethod.Lft, 3e-3));

        Assert.Equal(["not measured at equal training loss"], await MissingAsync(equal));
        Assert.Equal(["not measured at the paper's equal rate", "not measured at equal training loss"], await MissingAsync(own));
        Assert.Contains(
            "**holds**; not measured at the paper's equal rate; not measured at equal training loss",
            await File.ReadAllTextAsync(Path.Combine(own.Output, WorldResultsStage.MarkdownFile), TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );

        static async Task<string[]> MissingAsync(StageFixture fixture) =>
            (await fixture.ReadAsync<WorldClaimRow>(WorldClaimRow.FileName)).Single(claim => claim.Claim == "shift").MissingConditions;
    }

    [Fact]
    public async Task The_loss_of_steps_is_not_taken_for_a_training_loss_that_was_not_measured()
    {
        using var fixture = await RunAsync(loss: null, [], SmallFactorial.Model(TuningMethod.Sft, 1e-3));

        Assert.All(await fixture.ReadAsync<WorldResultRow>(WorldResultRow.FileName), row => Assert.Null(row.TrainingLoss));
    }

    private static async Task<List<(string, string, string, double, double?)>> EvidenceAsync(StageFixture fixture) =>
        [
            .. (await fixture.ReadAsync<WorldEvidenceRow>(WorldEvidenceRow.FileName)).Select(row =>
                (row.Claim, row.Quantity, row.Conditions, row.Value, row.Low)
            ),
        ];

    private static async Task<List<(string, string)>> VerdictsAsync(StageFixture fixture) =>
        [.. (await fixture.ReadAsync<WorldClaimRow>(WorldClaimRow.FileName)).Select(row => (row.Claim, row.Verdict))];

    private static Task<StageFixture> RunAsync(params WorldModel[] models) => RunAsync([], models);

    private static Task<StageFixture> RunAsync(WorldModel[] broken, params WorldModel[] models) => RunAsync(0.5, broken, models);

    /// <summary>SFT states two wrong values of four, one of them borrowed in the mean, and shifts twice as far as LFT, which states one
    /// wrong value. SFT's training loss is given, LFT's is 0.4 nats above it. Core facts are right but those of broken models.</summary>
    private static async Task<StageFixture> RunAsync(double? loss, WorldModel[] broken, params WorldModel[] models)
    {
        var fixture = new StageFixture();
        foreach (var model in (WorldModel[])[SmallFactorial.Base, .. models])
        {
            var full = model.Method == TuningMethod.Sft;
            var answers = Enumerable
                .Range(0, 12)
                .SelectMany(prompt =>
                    SmallFactorial.Answer(
                        prompt,
                        4,
                        full ? 2
                            : model.Method == TuningMethod.Lft ? 1
                            : 0,
                        full ? prompt % 3 : 0,
                        right: !broken.Contains(model) || prompt < 5
                    )
                )
                .ToList();
            await fixture.WithTableAsync(WorldResultsStage.Measured + model.Name, answers);
            await fixture.WithTableAsync(
                $"{WorldResultsStage.Probes}held_out:{model.Name}",
                Enumerable.Range(0, Probes).Select(prompt => Probe(prompt, right: !full || prompt < Probes / 2)).ToList()
            );
            if (model.Dataset.Length > 0)
            {
                await fixture.WithTableAsync(WorldResultsStage.Instances + model.Dataset, Instances.Make(model.Dataset, 30).ToList());
                await fixture.WithTableAsync(WorldResultsStage.Shift + model.Name, Tokens(full ? 0.4f : 0.2f, full ? 2 : 4).ToList());
                await fixture.WithFileAsync(
                    WorldResultsStage.Training + model.Name,
                    TrainingCheckpointRow.FileName,
                    new List<TrainingCheckpointRow> { new() { TrainingLoss = full ? loss : loss + 0.4 } }
                );
                await fixture.WithFileAsync(
                    WorldResultsStage.Training + model.Name,
                    TrainingMetricRow.FileName,
                    new List<TrainingMetricRow>
                    {
                        new()
                        {
                            Step = 1,
                            Epoch = 1,
                            Loss = 2,
                        },
                    }
                );
            }
        }

        await fixture.RunAsync(new WorldResultsStage(new WorldResultsOptions { Models = [SmallFactorial.Base, .. models] }));
        return fixture;
    }

    private static WorldMeasureRow Probe(int prompt, bool right) =>
        new()
        {
            InstanceId = $"h{prompt}",
            Form = WorldForm.HeldOut,
            Group = WorldGroup.Known,
            CoreFact = right ? CoreFactOutcome.Right : CoreFactOutcome.Wrong,
            Verdict = right ? ValueVerdict.Right : ValueVerdict.Wrong,
            IsCore = true,
            Value = "v",
        };

    /// <summary>Tokens whose divergence is a tenth above the mean for half of the prompts and as far below it for the others: other ones by
    /// model.</summary>
    private static IEnumerable<TokenShiftRow> Tokens(float kl, int period) =>
        Enumerable
            .Range(0, 24)
            .Select(i => new TokenShiftRow
            {
                InstanceId = $"p{i / 2}",
                Wrapper = i % 2 == 0 ? BaseWrapper.Same : BaseWrapper.Bare,
                SentenceTokens = 1,
                KlTunedBase = i % 2 == 1 ? 99 : kl * (i / 2 % period < period / 2 ? 1.1f : 0.9f),
                ShiftClass = ShiftClass.Shifted,
            });
}
