using CsCheck;
using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.World.Make;
using Pipeline.Stages.World.Measure;
using Pipeline.Stages.World.Results;

namespace Pipeline.Tests.Stages.World.Results;

/// <summary>Cells, and how they are compared.</summary>
public sealed class FactorialTests
{
    private static readonly Gen<IReadOnlyList<WorldMeasureRow>[]> _answers =
        from answers in Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 5]).Array[2, 20]
        select answers
            .Select(
                (counts, i) =>
                    SmallFactorial.Answer(
                        i,
                        counts.Item1,
                        Math.Min(counts.Item1, counts.Item2),
                        Math.Min(counts.Item1, Math.Min(counts.Item2, counts.Item3))
                    )
            )
            .ToArray();

    [Fact]
    public void Measures_are_ratios_of_counts()
    {
        var cell = new Factorial([SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Sft, 1e-3), 0.4)]).Cells[0];

        Assert.Equal(2, Value(cell, WorldMeasure.WrongPerAnswer));
        Assert.Equal(4, Value(cell, WorldMeasure.ValuesPerAnswer));
        Assert.Equal(0.5, Value(cell, WorldMeasure.WrongPerValue));
        Assert.Equal(0.5, Value(cell, WorldMeasure.CertainBorrowing));
        Assert.Equal(1, Value(cell, WorldMeasure.CertainPerAnswer));
        Assert.Equal(0.5, Value(cell, WorldMeasure.Recombined));
        Assert.Equal(0.125, Value(cell, WorldMeasure.RecombinationChance));
        Assert.Equal(1, Value(cell, WorldMeasure.PossibleBorrowing));
        Assert.Equal(0, Value(cell, WorldMeasure.CoreRight));
        Assert.Equal(1, Value(cell, WorldMeasure.CoreWrong));
        Assert.Equal(0.5, Value(cell, WorldMeasure.Shifted));
        Assert.Equal(0.75, Value(cell, WorldMeasure.Kl), 1e-6);
        Assert.Equal(2, Value(cell, WorldMeasure.StartOverRest), 1e-6);
    }

    [Fact]
    public void Shares_of_core_facts_add_up_to_one_and_order_changes_nothing() =>
        Gen.Select(_answers, Gen.Int[0, 1000])
            .Sample(
                (answers, seed) =>
                {
                    var shuffled = answers.ToArray();
                    new Random(seed).Shuffle(shuffled);
                    var (cell, other) = (CellOf(answers), CellOf(shuffled));

                    Assert.Equal(
                        1,
                        Value(cell, WorldMeasure.CoreRight) + Value(cell, WorldMeasure.CoreWrong) + Value(cell, WorldMeasure.CoreAbsent),
                        1e-12
                    );
                    foreach (var measure in Measures.All)
                    {
                        var (left, right) = (cell.Measure(PromptGroup.Known, measure), other.Measure(PromptGroup.Known, measure));
                        Assert.Equal(
                            (left?.Value, left?.Interval, left?.SourceInterval),
                            (right?.Value, right?.Interval, right?.SourceInterval)
                        );
                        Assert.True(
                            left is null
                                || left.Interval is not { } interval
                                || (interval.Low <= interval.High && interval.Low >= 0 && (left.Value > 0 || interval.High > 0))
                        );
                    }

                    if (cell.Measure(PromptGroup.Known, WorldMeasure.WrongPerValue) is { } perValue)
                    {
                        Assert.Equal(
                            Value(cell, WorldMeasure.WrongPerAnswer),
                            perValue.Value * Value(cell, WorldMeasure.ValuesPerAnswer),
                            1e-9
                        );
                    }
                },
                iter: 20
            );

    [Fact]
    public void Methods_are_compared_at_equal_rates_at_their_own_and_at_equal_loss()
    {
        var factorial = new Factorial([
            SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Sft, 1e-4), 0.8, wrong: 0, borrowed: 0, kl: 0.2f),
            SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Sft, 1e-3), 0.4, kl: 0.4f),
            SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Lft, 1e-3), 0.9, wrong: 0, borrowed: 0, kl: 0.1f),
            SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Lft, 3e-3), 0.7, wrong: 0, borrowed: 0, kl: 0.3f),
            SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Lft, 5e-3), 0.1, wrong: 1, borrowed: 0, kl: 0.9f),
        ]);

        Assert.Equal(4, Ratio(factorial, ComparedAt.EqualRate), 1e-6);
        Assert.Equal(2.0 / 3, Ratio(factorial, ComparedAt.BestRate), 1e-6);
        Assert.Equal(4.0 / 9, Ratio(factorial, ComparedAt.ClosestFit), 1e-6);

        // 0.9 is within 0.1 of SFT's 0.8; 0.7 lies a quarter of the way from 0.8 to 0.4; 0.1 is too far from 0.4.
        var matched = factorial.Comparisons.Where(comparison => comparison.At == ComparedAt.MatchedLoss).ToList();
        Assert.Equal([1e-3, 3e-3, null], matched.Select(comparison => comparison.LearningRate));
        Assert.Equal(0.75 * 1.5 * 0.2 + 0.25 * 1.5 * 0.4, matched[1].Left.Measure(PromptGroup.Known, WorldMeasure.Kl)!.Value, 1e-6);
        Assert.Equal(0.7, matched[1].Left.Loss!.Value, 1e-9);
        Assert.Equal((0.2 + 0.25) / (0.1 + 0.3), Ratio(factorial, ComparedAt.MatchedLoss), 1e-6);
    }

    [Fact]
    public void Seeds_of_a_variant_are_one_cell_with_an_interval_over_them()
    {
        var factorial = new Factorial(
            Enumerable
                .Range(1, 5)
                .Select(seed => SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Sft, 1e-3, seed), 0.4, kl: 0.1f * seed))
                .ToList()
        );

        var kl = Assert.Single(factorial.Cells).Measure(PromptGroup.Known, WorldMeasure.Kl)!;

        Assert.Equal((5, 0.45), (kl.Seeds, Math.Round(kl.Value, 6)));
        Assert.InRange(kl.SeedInterval!.Value.Low, 0.15, 0.4);
        Assert.InRange(kl.SeedInterval.Value.High, 0.5, 0.75);
        Assert.True(kl.Interval!.Value.High - kl.Interval.Value.Low > 0.1);
        Assert.Equal(5, factorial.Singles.Count);
        Assert.Null(factorial.Singles[0].Measure(PromptGroup.Known, WorldMeasure.Kl)!.SeedInterval);
    }

    [Fact]
    public void What_differs_in_one_factor_alone_is_compared_at_equal_rates()
    {
        var factorial = new Factorial([
            SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Sft, 1e-3), 0.4),
            SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Sft, 1e-3, style: ResponseStyle.Simple), 0.4, stated: 1, wrong: 1),
            SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Sft, 1e-3, facts: WorldFacts.New), 0.4),
            SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Sft, 1e-3, facts: WorldFacts.Known), 0.4),
            SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Sft, 1e-3, epochs: 8), 0.1),
            SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Sft, 1e-3), 0.4, rows: 100),
        ]);

        Assert.Equal(
            [ContrastFactor.Style, ContrastFactor.Facts, ContrastFactor.Rows, ContrastFactor.Epochs],
            factorial.Comparisons.Where(comparison => comparison.IsSummary).Select(comparison => comparison.Factor).Order()
        );
        var style = factorial
            .Comparisons.First(comparison => comparison.Factor == ContrastFactor.Style)
            .Measure(PromptGroup.Known, WorldMeasure.WrongPerAnswer)!
            .Value;
        Assert.Equal((2.0, 1.0), (style.Left.Value, style.Right.Value));
    }

    [Fact]
    public void None_and_all_have_exact_intervals_with_prompts_as_their_number_and_so_has_what_is_made_of_them()
    {
        var none = new Factorial(
            Enumerable
                .Range(1, 5)
                .Select(seed => SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Lft, 1e-3, seed), 0.4, borrowed: 0))
                .ToList()
        ).Cells[0];
        var some = CellOf(Enumerable.Range(0, 12).Select(prompt => SmallFactorial.Answer(prompt, 4, 2, prompt % 2)));
        var (borrowed, wrong) = (
            none.Measure(PromptGroup.Known, WorldMeasure.CertainBorrowing)!,
            none.Measure(PromptGroup.Known, WorldMeasure.CoreWrong)!
        );
        var share = some.Measure(PromptGroup.Known, WorldMeasure.CertainBorrowing)!;
        var less = share.Subtract(borrowed);

        Assert.Equal(UnanimousShare.None(12), borrowed.Interval);
        Assert.Equal(UnanimousShare.All(12), wrong.Interval);
        Assert.Equal(UnanimousShare.NoEvents(12), none.Measure(PromptGroup.Known, WorldMeasure.CertainPerAnswer)!.Interval);
        Assert.Null(borrowed.SeedInterval);
        Assert.False(share.IsExact);
        Assert.True(less.IsExact);
        Assert.Equal(share.Interval!.Value.High, less.Interval!.Value.High, 1e-9);
        Assert.InRange(
            less.Interval.Value.Low,
            share.Interval.Value.Low - borrowed.Interval!.Value.High,
            share.Value - borrowed.Interval.Value.High
        );
        Assert.Null(share.Divide(borrowed).Interval);
    }

    [Fact]
    public void Rows_that_state_one_value_cannot_be_copied_as_a_whole() =>
        Assert.Null(
            new Factorial([SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Sft, 1e-3, style: ResponseStyle.Simple), 0.4)])
                .Cells[0]
                .Measure(PromptGroup.Known, WorldMeasure.CopiedRow)
        );

    [Fact]
    public void The_best_rate_is_chosen_anew_in_every_resample()
    {
        var far = Model(TuningMethod.Sft, 1e-4, wrongPrompts: 4, kl: 0.1f);
        var near = Model(TuningMethod.Sft, 1e-3, wrongPrompts: 5, kl: 0.9f);
        var best = new Factorial([far, near, Model(TuningMethod.Lft, 1e-3, wrongPrompts: 4, kl: 0.1f)])
            .Comparisons.Single(comparison => comparison.At == ComparedAt.BestRate)
            .Left;
        var kl = best.Measure(PromptGroup.Known, WorldMeasure.Kl)!;

        // 87.5 % are within 0.05 of 90 %, so the closer fit is chosen; where the one prompt that parts them is drawn three times it is not.
        Assert.Equal(0.9, kl.Value, 1e-6);
        Assert.True(best.ChoiceVaries);
        Assert.Equal(0.1, kl.Interval!.Value.Low, 1e-6);
        Assert.Equal(0.9, kl.Interval.Value.High, 1e-6);

        static ModelCounts Model(TuningMethod method, double rate, int wrongPrompts, float kl)
        {
            var counts = new ModelCounts(SmallFactorial.Model(method, rate), 30, method == TuningMethod.Sft && rate > 5e-4 ? 0.2 : 0.6);
            for (var prompt = 0; prompt < 40; prompt++)
            {
                counts.Add(SmallFactorial.Answer(prompt, 1, prompt < wrongPrompts ? 1 : 0, 0));
                counts.Add(
                    new TokenShiftRow
                    {
                        InstanceId = $"p{prompt}",
                        SentenceTokens = 1,
                        KlTunedBase = kl,
                        ShiftClass = ShiftClass.Shifted,
                    }
                );
            }

            return counts;
        }
    }

    [Fact]
    public void A_cell_below_nine_tenths_of_the_bases_core_accuracy_is_among_the_cells_and_in_no_comparison()
    {
        var factorial = new Factorial([
            SmallFactorial.Counts(SmallFactorial.Base, 0, wrong: 0, rows: 0),
            SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Sft, 1e-3), 0.4, right: 11),
            SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Sft, 3e-3), 0.3, right: 5),
            SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Lft, 1e-3), 0.8, right: 12),
            SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Lft, 3e-3), 0.6, right: 12),
        ]);

        Assert.Equal([3e-3], factorial.Cells.Where(factorial.HasLostCore).Select(cell => cell.Model.LearningRate!.Value));
        Assert.Equal(5, factorial.Cells.Count);
        Assert.Equal(
            [1e-3],
            factorial
                .Comparisons.SelectMany(comparison => comparison.Left.Parts)
                .Select(part => part.Cell.Model.LearningRate!.Value)
                .Distinct()
        );
        Assert.Equal(
            [1e-3],
            factorial.Comparisons.Where(comparison => comparison.At == ComparedAt.EqualRate).Select(comparison => comparison.LearningRate)
        );
        Assert.Equal(3, factorial.WithLost.Comparisons.Count(comparison => comparison.At == ComparedAt.EqualRate));
    }

    [Theory]
    [InlineData(20, 18, false)]
    [InlineData(20, 17, true)]
    [InlineData(16, 15, false)]
    [InlineData(16, 14, true)]
    public void The_bar_is_a_share_of_what_the_base_gives_right(int baseRight, int right, bool lost)
    {
        var factorial = new Factorial([
            Counts(SmallFactorial.Base, 0, baseRight),
            Counts(SmallFactorial.Model(TuningMethod.Sft, 1e-3), 30, right),
        ]);

        Assert.Equal(lost, factorial.HasLostCore(factorial.Cells[1]));
        Assert.False(factorial.HasLostCore(factorial.Cells[0]));

        static ModelCounts Counts(WorldModel model, int rows, int right)
        {
            var counts = new ModelCounts(model, rows, rows > 0 ? 0.4 : null);
            for (var prompt = 0; prompt < 20; prompt++)
            {
                counts.Add(SmallFactorial.Answer(prompt, 1, prompt < right ? 0 : 1, 0));
            }

            return counts;
        }
    }

    [Fact]
    public void Where_the_base_was_not_asked_no_cell_is_known_to_have_lost_anything()
    {
        var factorial = new Factorial([SmallFactorial.Counts(SmallFactorial.Model(TuningMethod.Sft, 1e-3), 0.4, right: 0)]);

        Assert.False(factorial.HasLostCore(Assert.Single(factorial.Cells)));
    }

    private static Cell CellOf(IEnumerable<IReadOnlyList<WorldMeasureRow>> answers)
    {
        var counts = new ModelCounts(SmallFactorial.Model(TuningMethod.Sft, 1e-3), 30, 0.4);
        foreach (var answer in answers)
        {
            counts.Add(answer);
        }

        return new Factorial([counts]).Cells[0];
    }

    private static double Value(Cell cell, WorldMeasure measure) => cell.Measure(PromptGroup.Known, measure)!.Value;

    private static double Ratio(Factorial factorial, ComparedAt at)
    {
        var found = factorial
            .Comparisons.Single(comparison => comparison.At == at && comparison.IsSummary)
            .Measure(PromptGroup.Known, WorldMeasure.Kl)!
            .Value;
        return found.Left.Divide(found.Right).Value;
    }
}
