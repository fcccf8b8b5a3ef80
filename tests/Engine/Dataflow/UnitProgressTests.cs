using Pipeline.Engine.Dataflow;

namespace Pipeline.Tests.Engine.Dataflow;

public sealed class UnitProgressTests
{
    private int _atHand;
    private bool _allKnown;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(9, 4)]
    public void Units_at_hand_come_as_far_as_the_window_reaches(int atHand, int coming)
    {
        _atHand = atHand;

        Assert.Equal(coming, Progress(window: 4).Coming);
    }

    [Fact]
    public void A_unit_that_has_arrived_no_longer_comes()
    {
        _atHand = 3;
        var progress = Progress(window: 3);

        progress.Arrive();
        Assert.Equal(2, progress.Coming);
        progress.Arrive();
        progress.Arrive();
        progress.Arrive();
        Assert.Equal(0, progress.Coming);
    }

    [Fact]
    public void While_units_wait_for_another_process_none_comes_not_even_those_behind_them()
    {
        _atHand = 3;
        var progress = Progress(window: 3);

        progress.WaitElsewhere();
        progress.WaitElsewhere();
        Assert.Equal(0, progress.Coming);
        progress.ComeBack();
        Assert.Equal(0, progress.Coming);
        progress.ComeBack();
        Assert.Equal(3, progress.Coming);
    }

    [Fact]
    public void The_window_moves_with_the_first_unfinished_unit_not_with_those_that_finish_early()
    {
        _atHand = 9;
        var progress = Progress(window: 2);
        progress.Arrive();
        progress.Arrive();

        progress.Finish(1);
        Assert.Equal(0, progress.Coming);
        progress.Finish(0);
        Assert.Equal(2, progress.Coming);
    }

    [Fact]
    public void It_is_closing_when_all_units_are_known_and_finished()
    {
        _atHand = 2;
        var progress = Progress(window: 4);

        progress.Finish(0);
        _allKnown = true;
        Assert.False(progress.IsClosing);
        progress.Finish(1);
        Assert.True(progress.IsClosing);
        _allKnown = false;
        Assert.False(progress.IsClosing);
    }

    [Fact]
    public void After_its_end_nothing_comes_and_nothing_is_closing()
    {
        _atHand = 5;
        var progress = Progress(window: 4);

        progress.End();

        Assert.Equal(0, progress.Coming);
        (_atHand, _allKnown) = (0, true);
        Assert.False(progress.IsClosing);
    }

    [Fact]
    public void A_fold_is_one_unit_and_closes_after_it()
    {
        var progress = UnitProgress.OfFold();

        Assert.Equal((1, false), (progress.Coming, progress.IsClosing));
        progress.Arrive();
        Assert.Equal((0, false), (progress.Coming, progress.IsClosing));
        progress.Finish(0);
        Assert.Equal((0, true), (progress.Coming, progress.IsClosing));
    }

    [Fact]
    public void Nothing_is_expected_of_units_that_nobody_announces()
    {
        var progress = UnitProgress.Unannounced();
        Assert.Equal((0, false), (progress.Coming, progress.IsClosing));
        progress.Arrive();
        progress.Finish(0);

        Assert.Equal((0, false), (progress.Coming, progress.IsClosing));
    }

    private UnitProgress Progress(int window) => new(() => _atHand, () => _allKnown, window);
}
