using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Data.Simplify;
using Pipeline.Stages.Report;
using Pipeline.Stages.Report.Findings;
using Pipeline.Stages.Tuning.FineTune;

namespace Pipeline.Tests.Stages.Report;

/// <summary>What is said of how far methods moved the model.</summary>
public sealed class ShiftFindingsTests
{
    private const int Prompts = 20;

    [Fact]
    public void A_model_that_moved_further_is_said_to_with_a_ratio()
    {
        var finding = Find(Model("lft.d", TuningMethod.Lft, 0.5), Model("sft.d", TuningMethod.Sft, 1.5));

        Assert.Equal("Full fine-tuning moved the model further than LoRA on d.", finding.Lead);
        Assert.Matches(
            @"is 1\.\d+ \[1\.\d+, 1\.\d+\] nats a token for sft\.d and 0\.\d+ \[.+\] for lft\.d: 3\.\d+ \[.+\] times as much",
            finding.Detail.Replace('\u00a0', ' ')
        );
        Assert.Equal(
            "LoRA moved the model further than full fine-tuning on d.",
            Find(Model("lft.d", TuningMethod.Lft, 1.5), Model("sft.d", TuningMethod.Sft, 0.5)).Lead
        );
        Assert.Equal(
            "LoRA and full fine-tuning do not clearly differ in how far they moved the model on d.",
            Find(Model("lft.d", TuningMethod.Lft, 1), Model("sft.d", TuningMethod.Sft, 1)).Lead
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.0003)]
    public void No_ratio_is_given_to_what_cannot_be_told_from_the_base(double nothing)
    {
        var finding = Find(Model("lft.d", TuningMethod.Lft, nothing), Model("sft.d", TuningMethod.Sft, 1.5));

        Assert.DoesNotContain("times as much", finding.Detail, StringComparison.Ordinal);
        Assert.Contains("lft.d cannot be told from the base", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Seeds_are_one_model_in_a_finding()
    {
        var finding = Find(
            Model("lft-s1.d", TuningMethod.Lft, 0.4, "lft.d"),
            Model("lft-s2.d", TuningMethod.Lft, 0.6, "lft.d"),
            Model("sft-s1.d", TuningMethod.Sft, 1.4, "sft.d"),
            Model("sft-s2.d", TuningMethod.Sft, 1.6, "sft.d")
        );

        Assert.Contains("for sft.d (2 seeds together) and", finding.Detail, StringComparison.Ordinal);
        Assert.Contains("for lft.d (2 seeds together): 3.", finding.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("-s1", finding.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("pairs", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_pairs_it_is_the_nearest_in_training_loss_of_the_final_weights()
    {
        var finding = Find(
            Trained(Model("lft.d", TuningMethod.Lft, 0.5), 0.60),
            Trained(Model("sft.d", TuningMethod.Sft, 1.5), 0.30),
            Trained(Model("sft-low.d", TuningMethod.Sft, 1), 0.61)
        );

        Assert.Contains(
            "Of 2 pairs of an LFT and an SFT model, the one nearest in training loss:",
            finding.Detail,
            StringComparison.Ordinal
        );
        Assert.EndsWith("Both fitted their rows alike (training loss: 0.61 against 0.60).", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_loss_of_steps_is_not_taken_for_a_training_loss_that_was_not_measured() =>
        Assert.EndsWith(
            "How closely they fitted their rows was not measured, so how much of the difference is fit is not known.",
            Find(Model("lft.d", TuningMethod.Lft, 0.5), Model("sft.d", TuningMethod.Sft, 1.5)).Detail,
            StringComparison.Ordinal
        );

    private static ModelFindings Trained(ModelFindings model, double loss) =>
        model with
        {
            Final = [new TrainingCheckpointRow { TrainingLoss = loss }],
        };

    private static Finding Find(params ModelFindings[] models) => ShiftFindings.Find(Material(models)).First();

    private static ReportMaterial Material(IReadOnlyList<ModelFindings> models) =>
        new(
            new ReportOptions { Title = "Test", Models = [.. models.Select(found => found.Model)] },
            models,
            [.. models.Select(found => Summary.Summarise(found))],
            new Dictionary<(string, string), SourcedInstance>(),
            new Dictionary<string, IReadOnlyList<SimplifiedRow>>(),
            []
        );

    /// <summary>A model with one token a prompt, whose divergence is around a mean, on other prompts above it for each method.</summary>
    private static ModelFindings Model(string name, TuningMethod method, double kl, string? seedGroup = null) =>
        new(
            new ReportedModel(name, method, "d", false) { SeedGroup = seedGroup },
            [.. Enumerable.Range(0, Prompts).Select(prompt => new GenerationRow { InstanceId = $"p{prompt}", Model = name })],
            [],
            [
                .. Enumerable
                    .Range(0, Prompts)
                    .Select(prompt => new TokenShiftRow
                    {
                        InstanceId = $"p{prompt}",
                        Model = name,
                        Wrapper = BaseWrapper.Same,
                        SentenceTokens = 1,
                        KlTunedBase = (float)(kl * (prompt % 4 == (method == TuningMethod.Lft ? 0 : 1) ? 1.3 : 0.9)),
                        ShiftClass = ShiftClass.Shifted,
                    }),
            ],
            [],
            [],
            [new TrainingMetricRow { Step = 1, Loss = 2 }]
        );
}
