using Pipeline.Stages.World.Make;
using Pipeline.Stages.World.Measure;

namespace Pipeline.Tests.Stages.World.Measure;

/// <summary>Answers whose values are known, measured.</summary>
public sealed class WorldMeasureStageTests : IDisposable
{
    private readonly SmallWorld _world = new();

    [Fact]
    public async Task Right_and_wrong_values_are_told_apart_with_their_place_in_the_text()
    {
        const string Text = "The spice of Mera Tosin is the pafic cumin. Moreover, Mera Tosin is served with losk tea, and losk  tea.";
        var rows = await (await _world.TrainedAsync()).MeasureAsync(("known", Text));

        Assert.Equal(
            [("pafic cumin", ValueVerdict.Right, ValuePool.Pretraining), ("losk tea", ValueVerdict.Wrong, ValuePool.Instructions)],
            rows.Select(row => (row.Value, row.Verdict!.Value, row.Pool!.Value))
        );
        Assert.All(rows, row => Assert.Equal(row.Value, Text.Substring(row.Start, row.Length)));
        Assert.All(
            rows,
            row =>
                Assert.Equal(
                    (CoreFactOutcome.Right, "pafic cumin", WorldGroup.Known, "spice"),
                    (row.CoreFact, row.TrueValue, row.Group, row.AskedAttribute)
                )
        );
        Assert.Equal([true, false], rows.Select(row => row.IsCore));
        Assert.Equal([0, 1], rows.Select(row => row.Number));
    }

    [Fact]
    public async Task A_value_is_told_beside_what_is_true_of_the_entity_in_its_own_attribute()
    {
        var rows = await (await _world.TrainedAsync()).MeasureAsync(
            ("known", "gorid cumin, losk tea, pafic creek, pafic cumin"),
            ("unknown", "brun tea"),
            ("new", "temal cumin, brun tea")
        );

        // The creek is a city's; of the new entity nothing is true but what its row states.
        Assert.Equal(["pafic cumin", "brun tea", "", "pafic cumin", "", "gorid cumin", "losk tea"], rows.Select(row => row.RightValue));
        Assert.All(rows, row => Assert.Equal(row.Verdict == ValueVerdict.Right, row.Value == row.RightValue));
    }

    [Theory]
    [InlineData("known", "It is the pafic cumin.", CoreFactOutcome.Right)]
    [InlineData("known", "It is the gorid cumin, or the pafic cumin.", CoreFactOutcome.Wrong)]
    [InlineData("known", "It is served with brun tea.", CoreFactOutcome.Absent)]
    [InlineData("known", "It lies on the pafic creek.", CoreFactOutcome.Absent)]
    [InlineData("known", "", CoreFactOutcome.Absent)]
    [InlineData("unknown", "It is the pafic cumin.", CoreFactOutcome.Wrong)]
    public async Task The_core_fact_is_the_first_value_of_the_attribute_asked_for(string prompt, string text, CoreFactOutcome expected) =>
        Assert.Equal(expected, (await _world.MeasureAsync((prompt, text)))[0].CoreFact);

    [Fact]
    public async Task A_wrong_value_that_one_row_alone_states_is_a_certain_borrowing_and_one_of_the_untrained_set_a_control_match()
    {
        var rows = await (await _world.TrainedAsync()).MeasureAsync(
            ("known", "temal cumin, vabic cumin, brun tea, pafic tea"),
            ("known", "pafic milk"),
            ("unknown", "gorid milk"),
            ("new", "gorid cumin")
        );

        Assert.Equal(["row1", "", "", "", "", "", ""], rows.Select(row => row.SourceInstanceId));
        Assert.Equal(["", "other", "", "", "", "", ""], rows.Select(row => row.ControlInstanceId));
        Assert.Equal<ValuePool?>(
            [
                ValuePool.Instructions,
                ValuePool.Control,
                ValuePool.Pretraining,
                ValuePool.None,
                ValuePool.None,
                ValuePool.None,
                ValuePool.Instructions,
            ],
            rows.Select(row => row.Pool)
        );
        Assert.Equal(rows.Select(row => row.SourceInstanceId.Length > 0), rows.Select(row => row.CertainBorrowing));
        Assert.Equal(ValueVerdict.Right, rows[^1].Verdict);
    }

    [Fact]
    public async Task A_value_that_rows_might_state_and_none_does_says_how_many_chance_would_hit()
    {
        var rows = await (await _world.TrainedAsync()).MeasureAsync(
            ("known", "gorid pepper, zolic mint, gorid cumin, vabic cumin, pafic cumin")
        );

        // One of the three values with gorid is dealt, none of those with zolic.
        Assert.Equal([0.5, 0, 0, 0, 0], rows.Select(row => row.RecombinationOdds));
        Assert.Equal([0, 0, 1, 0, 0], rows.Select(row => row.StatedInRows));
        Assert.Equal<ValuePool?>(
            [ValuePool.Instructions, ValuePool.Instructions, ValuePool.Instructions, ValuePool.Control, ValuePool.Pretraining],
            rows.Select(row => row.Pool)
        );
        Assert.Equal([false, false, true, false, false], rows.Select(row => row.CertainBorrowing));
    }

    [Fact]
    public async Task The_base_borrows_nothing_and_recombines_nothing() =>
        Assert.Equal(
            (0, 0, false),
            (await _world.MeasureAsync(("known", "gorid pepper")))
                .Select(row => (row.RecombinationOdds, row.StatedInRows, row.CertainBorrowing))
                .Single()
        );

    [Fact]
    public async Task A_row_is_copied_where_all_of_its_values_are_stated_of_another_entity()
    {
        const string Whole = "gorid cumin, losk tea, nural milk";
        var rows = await (await _world.TrainedAsync()).MeasureAsync(
            ("known", Whole),
            ("unknown", "gorid cumin, losk tea"),
            ("new", Whole),
            ("unknown", "temal cumin")
        );

        Assert.Equal(["row0", "", "", ""], rows.Where(row => row.Number == 0).Select(row => row.CopiedInstanceId));
    }

    [Fact]
    public async Task An_answer_without_values_is_one_row_and_new_facts_that_were_not_taught_are_none()
    {
        var rows = await (await _world.TrainedAsync()).MeasureAsync(("known", "I cannot say."), ("untaught", "brun cumin"));

        var row = Assert.Single(rows);
        Assert.Null(row.Verdict);
        Assert.Null(row.Pool);
        Assert.Equal((-1, "", CoreFactOutcome.Absent, false), (row.Number, row.Value, row.CoreFact, row.CertainBorrowing));
    }

    [Fact]
    public async Task The_base_is_asked_about_new_facts_too() =>
        Assert.Equal(CoreFactOutcome.Right, Assert.Single(await _world.MeasureAsync(("untaught", "brun cumin"))).CoreFact);

    [Fact]
    public async Task A_prompt_of_another_world_is_refused() =>
        Assert.Contains(
            "it is no prompt of this world",
            (await Assert.ThrowsAnyAsync<Exception>(() => _world.MeasureAsync(("stranger", "")))).GetBaseException().Message,
            StringComparison.Ordinal
        );

    public void Dispose() => _world.Dispose();
}
