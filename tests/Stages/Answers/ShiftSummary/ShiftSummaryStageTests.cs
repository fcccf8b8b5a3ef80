using Pipeline.Modeling.Statistics;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Answers.ShiftSummary;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Answers.ShiftSummary;

/// <summary>The figures of a shift table, on tables small enough to count by hand.</summary>
public sealed class ShiftSummaryStageTests
{
    private static readonly SummarisedModel _model = new("sft.a", "sft.a", "base", TuningMethod.Sft, "a", "sft.a", 13, ["b"]);

    [Fact]
    public async Task Shares_and_means_are_over_tokens_of_the_slice()
    {
        using var fixture = await RunAsync(
            Answer("one", ("Red", 1, 0.5f), (" and", 2, 1f), (" blue", 9, 3f), ("", 4, 8f)),
            Answer("two", ("Green", 1, 0.5f))
        );

        var rows = await fixture.ReadAsync<ShiftStatisticRow>(ShiftStatisticRow.FileName);

        Assert.Equal(0.4, Value(rows, TokenSlice.All, TokenMetric.Unshifted), 1e-9);
        Assert.Equal(0.2, Value(rows, TokenSlice.All, TokenMetric.Marginal), 1e-9);
        Assert.Equal(0.4, Value(rows, TokenSlice.All, TokenMetric.Shifted), 1e-9);
        Assert.Equal(13 / 5.0, Value(rows, TokenSlice.All, TokenMetric.KlTunedBase), 1e-6);
        Assert.Equal(5 / 4.0, Value(rows, TokenSlice.Text, TokenMetric.KlTunedBase), 1e-6);
        Assert.Equal(0.5, Value(rows, TokenSlice.Position1, TokenMetric.KlTunedBase), 1e-6);
        Assert.Equal(11 / 2.0, Value(rows, TokenSlice.Position3To5, TokenMetric.KlTunedBase), 1e-6);
        Assert.Equal(0.5, Value(rows, TokenSlice.SentenceStart, TokenMetric.KlTunedBase), 1e-6);
        Assert.Equal(4, Value(rows, TokenSlice.SentenceRest, TokenMetric.KlTunedBase), 1e-6);
        Assert.Equal(-3.5 / 4, Value(rows, TokenSlice.StartOverRest, TokenMetric.KlTunedBase), 1e-6);
        Assert.All(
            rows,
            row => Assert.Equal(("sft.a", TuningMethod.Sft, "a", 2), (row.Model, row.Method, row.Dataset, row.TrainingInstances))
        );
        Assert.All(
            rows.Where(row => row.Low is not null),
            row =>
            {
                Assert.InRange(row.Value, row.Low!.Value - 1e-9, row.High!.Value + 1e-9);
                Assert.True(row.Low < row.High);
            }
        );
        Assert.All(
            rows.Where(row => row is { Metric: TokenMetric.Unshifted or TokenMetric.Marginal or TokenMetric.Shifted, Instances: > 1 }),
            row => Assert.NotNull(row.Low)
        );
        var first = rows.Single(row => row is { Slice: TokenSlice.Position1, Metric: TokenMetric.Unshifted });
        Assert.Equal(UnanimousShare.All(2), (first.Low!.Value, first.High!.Value));
        Assert.All(rows.Where(row => row.Instances == 1), row => Assert.Null(row.Low));
    }

    [Fact]
    public async Task The_start_of_a_sentence_is_five_percent_of_it_rounded_up()
    {
        var tokens = Answer("one", [.. Enumerable.Range(0, 41).Select(i => ($" w{i}", 1, i < 3 ? 1f : 0f))]);
        using var fixture = await RunAsync(tokens);

        var start = (await fixture.ReadAsync<ShiftStatisticRow>(ShiftStatisticRow.FileName)).Single(row =>
            row is { Slice: TokenSlice.SentenceStart, Metric: TokenMetric.KlTunedBase }
        );

        Assert.Equal((3, 1.0), (start.Tokens, start.Value));
    }

    [Fact]
    public async Task A_word_has_the_class_of_the_token_that_it_begins_in()
    {
        using var fixture = await RunAsync(
            Answer("one", ("Al", 9, 0f), ("so", 1, 0f), (", also", 9, 0f), (" this", 1, 0f)),
            Answer("two", (" ALSO", 2, 0f), (" this", 9, 0f))
        );

        var words = await fixture.ReadAsync<ShiftedWordRow>(ShiftedWordRow.FileName);

        Assert.Equal(["also", "this"], words.Select(word => word.Word));
        Assert.Equal((2, 1, 0), (words[0].Shifted, words[0].Marginal, words[0].Unshifted));
        Assert.Equal(2000 / 5.0, words[0].PerThousand, 1e-9);
    }

    [Fact]
    public async Task Borrowed_words_are_held_against_unshifted_words_and_an_untrained_dataset()
    {
        using var fixture = await RunAsync(
            Answer("one", ("Red", 9, 0f), (" apples", 9, 0f), (" grow", 1, 0f), (" redder", 2, 0f)),
            Answer("two", ("Blue", 1, 0f))
        );

        var rows = await fixture.ReadAsync<BorrowedWordRow>(BorrowedWordRow.FileName);

        Assert.Equal(0.5, Share(rows, "a", ShiftClass.Shifted));
        Assert.Equal(0, Share(rows, "a", ShiftClass.Marginal));
        Assert.Equal(0.5, Share(rows, "a", ShiftClass.Unshifted));
        Assert.Equal(0.5, Share(rows, "b", ShiftClass.Shifted));
        Assert.Equal(0, Share(rows, "b", ShiftClass.Unshifted));
        Assert.All(rows, row => Assert.Equal(row.Dataset == "a", row.TrainedOn));
    }

    [Fact]
    public async Task Every_wrapper_of_a_table_is_summed_up_for_itself_and_every_sample_is_an_answer_of_its_own()
    {
        var first = Answer("one", ("Red", 1, 1f), (" ap", 1, 1f), ("ples", 1, 1f));
        var other = Answer("one", ("Blue", 9, 3f));
        other.ForEach(token => token.Sample = 1);
        var bare = Answer("one", ("Red", 9, 5f), (" ap", 9, 5f), ("ples", 1, 5f));
        bare.ForEach(token => token.Wrapper = BaseWrapper.Bare);
        using var fixture = await RunAsync(first, bare, other, Answer("two", ("Green", 1, 1f)));

        var rows = await fixture.ReadAsync<ShiftStatisticRow>(ShiftStatisticRow.FileName);
        var words = await fixture.ReadAsync<ShiftedWordRow>(ShiftedWordRow.FileName);
        var same = rows.Single(row => row is { Wrapper: BaseWrapper.Same, Slice: TokenSlice.All, Metric: TokenMetric.KlTunedBase });
        var withoutTemplate = rows.Single(row =>
            row is { Wrapper: BaseWrapper.Bare, Slice: TokenSlice.All, Metric: TokenMetric.KlTunedBase }
        );

        Assert.Equal((7 / 5.0, 5L, 2), (same.Value, same.Tokens, same.Instances));
        Assert.Equal((5.0, 3L, 1), (withoutTemplate.Value, withoutTemplate.Tokens, withoutTemplate.Instances));
        Assert.Equal(["blue"], words.Where(word => word.Wrapper == BaseWrapper.Same).Select(word => word.Word));
        Assert.Equal(
            ["apples", "red"],
            words.Where(word => word.Wrapper == BaseWrapper.Bare).Select(word => word.Word).Order(StringComparer.Ordinal)
        );
        Assert.All(rows, row => Assert.Equal(("base", 13), (row.Reference, row.Seed)));
    }

    [Fact]
    public async Task The_base_against_itself_cannot_vary_under_its_own_prompt_and_can_under_another()
    {
        var bare = Answer("one", ("Red", 1, 1f)).Concat(Answer("two", ("Green", 1, 1f))).ToList();
        bare.ForEach(token => token.Wrapper = BaseWrapper.Bare);
        using var fixture = await RunAsync(
            _model with
            {
                Model = "base",
                Reference = "base",
            },
            Answer("one", ("Red", 1, 0f)),
            Answer("two", ("Green", 1, 0f)),
            bare
        );

        var unshifted = (await fixture.ReadAsync<ShiftStatisticRow>(ShiftStatisticRow.FileName))
            .Where(row => row is { Slice: TokenSlice.All, Metric: TokenMetric.Unshifted })
            .ToDictionary(row => row.Wrapper, row => (row.Low!.Value, row.High!.Value));

        Assert.Equal((1.0, 1.0), unshifted[BaseWrapper.Same]);
        Assert.Equal(UnanimousShare.All(2), unshifted[BaseWrapper.Bare]);
    }

    [Fact]
    public async Task The_base_against_another_model_can_vary()
    {
        using var fixture = await RunAsync(
            _model with
            {
                Model = "base",
                Reference = "lft",
            },
            Answer("one", ("Red", 1, 0f)),
            Answer("two", ("Green", 1, 0f))
        );

        var row = (await fixture.ReadAsync<ShiftStatisticRow>(ShiftStatisticRow.FileName)).First(row =>
            row.Metric == TokenMetric.Unshifted
        );

        Assert.Equal(UnanimousShare.All(2), (row.Low!.Value, row.High!.Value));
    }

    [Fact]
    public async Task The_dataset_trained_on_comes_first_and_figures_are_drawn_beside_the_tables()
    {
        using var fixture = await RunAsync(Answer("one", ("Red", 9, 1f), (" sky", 9, 1f)), Answer("two", ("Green", 1, 1f)));

        var borrowed = await fixture.ReadAsync<BorrowedWordRow>(BorrowedWordRow.FileName);
        var statistics = await fixture.ReadAsync<ShiftStatisticRow>(ShiftStatisticRow.FileName);

        Assert.Equal(["a", "b"], borrowed.Select(row => row.Dataset).Distinct());
        Assert.All(
            ShiftFigures.Draw(statistics),
            figure => Assert.Equal(figure.Svg, File.ReadAllText(Path.Combine(fixture.Output, figure.File)))
        );
    }

    private static double Value(IReadOnlyList<ShiftStatisticRow> rows, TokenSlice slice, TokenMetric metric) =>
        rows.Single(row => row.Slice == slice && row.Metric == metric).Value;

    private static double Share(IReadOnlyList<BorrowedWordRow> rows, string dataset, ShiftClass shiftClass) =>
        rows.Single(row => row.Dataset == dataset && row.ShiftClass == shiftClass).Share;

    /// <summary>An answer of one sentence: the text, base rank and divergence of each token; one without text ends it.</summary>
    private static List<TokenShiftRow> Answer(string id, params (string Text, int Rank, float Kl)[] tokens) =>
        tokens
            .Select(
                (token, i) =>
                    new TokenShiftRow
                    {
                        InstanceId = id,
                        Wrapper = BaseWrapper.Same,
                        Position = i,
                        PositionInSentence = i,
                        SentenceTokens = tokens.Length,
                        TokenText = token.Text,
                        EndsAnswer = token.Text.Length == 0,
                        KlTunedBase = token.Kl,
                        ArgmaxBaseRank = token.Rank,
                        ShiftClass = PositionShift.Classify(token.Rank),
                    }
            )
            .ToList();

    private static Task<StageFixture> RunAsync(params IReadOnlyList<TokenShiftRow>[] answers) => RunAsync(_model, answers);

    private static async Task<StageFixture> RunAsync(SummarisedModel model, params IReadOnlyList<TokenShiftRow>[] answers)
    {
        var fixture = new StageFixture();
        await fixture.WithTableAsync(ShiftSummaryStage.Shift + "sft.a", answers.SelectMany(answer => answer).ToList());
        await fixture.WithTableAsync(
            ShiftSummaryStage.Instances + "a",
            [
                new InstanceRow
                {
                    HistoryRoles = [TurnRole.User, TurnRole.Assistant],
                    HistoryContents = ["apples", "A red house."],
                    Response = "None.",
                },
                new InstanceRow { Response = "Blue sky" },
            ]
        );
        await fixture.WithTableAsync(ShiftSummaryStage.Instances + "b", [new InstanceRow { Response = "apples" }]);
        await fixture.RunAsync(new ShiftSummaryStage(new ShiftSummaryOptions { Models = [model] }));
        return fixture;
    }
}
