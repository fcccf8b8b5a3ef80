using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Answers.ShiftSummary;

namespace Pipeline.Tests.Stages.Answers.ShiftSummary;

/// <summary>Words by class and instance.</summary>
public sealed class WordCountsTests
{
    private const int Unshifted = 1;
    private const int Marginal = 3;
    private const int Shifted = 7;

    [Fact]
    public void The_words_most_often_shifted_come_first_and_of_equals_the_first_in_the_alphabet()
    {
        var counts = new WordCounts();
        counts.Add("one", Words(Shifted, "pear", "fig", "fig", "apple", "quince"));
        counts.Add("two", Words(Shifted, "pear", "fig"));
        counts.Add("two", Words(Unshifted, "apple", "apple", "apple", "nut"));

        Assert.Equal(["fig", "pear", "apple", "quince"], MostShifted(counts, 9).Select(row => row.Word));
        Assert.Equal(["fig", "pear", "apple"], MostShifted(counts, 3).Select(row => row.Word));
        Assert.Empty(MostShifted(counts, 0));
    }

    [Fact]
    public void A_word_is_counted_in_each_of_its_classes_and_per_thousand_words()
    {
        var counts = new WordCounts();
        counts.Add("one", [.. Words(Shifted, "fig", "fig"), .. Words(Marginal, "fig"), .. Words(Unshifted, "the", "a")]);
        counts.Add("two", [.. Words(Unshifted, "fig", "fig", "fig"), .. Words(Shifted, "fig"), .. Words(Marginal, "pear")]);

        var row = Assert.Single(MostShifted(counts, 5));

        Assert.Equal(("fig", 3, 1, 3), (row.Word, row.Shifted, row.Marginal, row.Unshifted));
        Assert.Equal(300, row.PerThousand, 1e-9);
    }

    [Fact]
    public void Each_class_of_a_word_is_counted_over_all_instances()
    {
        var counts = new WordCounts();
        foreach (var instance in (string[])["one", "two", "two", "three"])
        {
            counts.Add(instance, [.. Words(Shifted, "fig"), .. Words(Marginal, "fig"), .. Words(Unshifted, "fig", "fig")]);
        }

        var row = Assert.Single(MostShifted(counts, 5, 3));

        Assert.Equal((4, 4, 8), (row.Shifted, row.Marginal, row.Unshifted));
    }

    [Fact]
    public void Their_intervals_are_over_instances()
    {
        var counts = new WordCounts();
        double[] shifted = [2, 0, 1, 0, 3];
        double[] words = [5, 4, 2, 9, 3];
        for (var i = 0; i < words.Length; i++)
        {
            counts.Add(
                $"{i}",
                [
                    .. Words(Shifted, [.. Enumerable.Repeat("fig", (int)shifted[i])]),
                    .. Words(Unshifted, [.. Enumerable.Repeat("the", (int)(words[i] - shifted[i]))]),
                ]
            );
        }

        var bootstrap = new Bootstrap(words.Length);
        var row = Assert.Single(counts.MostShifted(5, bootstrap));

        var expected = bootstrap.OfRatio([.. shifted.Select(count => count * 1000)], words);
        Assert.Equal(expected, (row.Low!.Value, row.High!.Value));
    }

    [Fact]
    public void A_share_is_of_the_words_of_a_class_every_occurrence_counted()
    {
        var counts = new WordCounts();
        counts.Add("one", [.. Words(Shifted, "fig", "fig", "pear"), .. Words(Unshifted, "the", "a")]);
        counts.Add("two", [.. Words(Shifted, "plum"), .. Words(Unshifted, "the", "fig")]);

        var rows = counts.FoundIn(new HashSet<string> { "fig", "the", "nowhere" }, new Bootstrap(2)).ToList();

        Assert.Equal(
            [(PositionShift.Classify(Shifted), 4L, 0.5), (PositionShift.Classify(Unshifted), 4L, 0.75)],
            rows.Select(row => (row.ShiftClass, row.Words, row.Share))
        );
        Assert.All(rows, row => Assert.InRange(row.Share, row.Low!.Value, row.High!.Value));
    }

    [Fact]
    public void Classes_come_in_the_order_shifted_marginal_unshifted()
    {
        var counts = new WordCounts();
        counts.Add("one", [.. Words(Unshifted, "a"), .. Words(Marginal, "b"), .. Words(Shifted, "c")]);

        Assert.Equal(
            [PositionShift.Classify(Shifted), PositionShift.Classify(Marginal), PositionShift.Classify(Unshifted)],
            counts.FoundIn(new HashSet<string>(), new Bootstrap(1)).Select(row => row.ShiftClass)
        );
    }

    [Fact]
    public void An_instance_without_words_is_an_instance_all_the_same()
    {
        var (with, without) = (new WordCounts(), new WordCounts());
        foreach (var counts in new[] { with, without })
        {
            counts.Add("one", [.. Words(Shifted, "fig"), .. Words(Unshifted, "a")]);
        }

        with.Add("two", []);
        with.Add("three", Words(Shifted, "fig"));

        var row = Assert.Single(with.MostShifted(1, new Bootstrap(3)));
        Assert.Equal(2000 / 3.0, row.PerThousand, 1e-9);
        Assert.Null(Assert.Single(MostShifted(without, 1, instances: 1)).Low);
    }

    private static List<ShiftedWordRow> MostShifted(WordCounts counts, int count, int instances = 2) =>
        counts.MostShifted(count, new Bootstrap(instances)).ToList();

    private static AnswerWord[] Words(int rank, params string[] words) =>
        [.. words.Select(word => new AnswerWord(word, PositionShift.Classify(rank)))];
}
