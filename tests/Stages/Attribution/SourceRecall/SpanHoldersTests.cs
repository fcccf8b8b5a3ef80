using Pipeline.Stages.Attribution.SourceRecall;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Tests.Stages.Attribution.SourceRecall;

/// <summary>Which rows hold a span word by word.</summary>
public sealed class SpanHoldersTests
{
    [Fact]
    public void A_rows_rank_is_its_place_among_those_that_hold_the_span()
    {
        var holders = Holders([InstanceField.Response]);

        Assert.Equal(3, holders.Count);
        Assert.Equal(1, holders.RankOf("first", "red moon"));
        Assert.Equal(2, holders.RankOf("third", "RED moon,"));
        Assert.Equal(1, holders.RankOf("third", "moon sea"));
    }

    [Fact]
    public void A_row_that_does_not_hold_it_has_no_rank()
    {
        var holders = Holders([InstanceField.Response]);

        Assert.Null(holders.RankOf("second", "red moon"));
        Assert.Null(holders.RankOf("first", "moon red"));
        Assert.Null(holders.RankOf("first", "red moon fox"));
        Assert.Null(holders.RankOf("unheard of", "red moon"));
    }

    [Fact]
    public void Only_what_is_searched_counts()
    {
        Assert.Null(Holders([InstanceField.Response]).RankOf("second", "green"));
        Assert.Equal(1, Holders([InstanceField.Response, InstanceField.Instruction]).RankOf("second", "green"));
        Assert.Null(Holders([InstanceField.Instruction]).RankOf("first", "red moon"));
    }

    private static SpanHolders Holders(IReadOnlyList<InstanceField> search)
    {
        var holders = new SpanHolders(search);
        holders.Add(Row("first", "what?", "A red moon."));
        holders.Add(Row("second", "Is it green?", "No: red, and no moon."));
        holders.Add(Row("third", "what?", "The red moon sea."));
        return holders;
    }

    private static InstanceRow Row(string id, string instruction, string response) =>
        new()
        {
            InstanceId = id,
            Instruction = instruction,
            Response = response,
        };
}
