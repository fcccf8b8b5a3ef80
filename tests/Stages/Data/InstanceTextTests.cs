using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Tests.Stages.Data;

/// <summary>The texts of an instance, which all that search or shorten instances go by.</summary>
public sealed class InstanceTextTests
{
    private static readonly InstanceRow _single = new()
    {
        InstanceId = "single",
        System = "Be brief.",
        Instruction = "Add.",
        Input = "1 and 2",
        Response = "3",
    };

    private static readonly InstanceRow _dialogue = new()
    {
        InstanceId = "dialogue",
        HistoryRoles = [TurnRole.Assistant, TurnRole.User, TurnRole.Assistant, TurnRole.Tool, TurnRole.User],
        HistoryContents = ["Hello.", "What is the time?", "clock()", "12:00", "Well?"],
        Instruction = "Say it.",
        Response = "It is noon.",
    };

    [Fact]
    public void Every_text_but_the_system_message_stands_in_its_turn()
    {
        Assert.Equal(
            [
                new InstanceText(InstanceField.Instruction, 0, "Add."),
                new InstanceText(InstanceField.Input, 0, "1 and 2"),
                new InstanceText(InstanceField.Response, 1, "3"),
            ],
            InstanceText.ListAll(_single)
        );
        Assert.Equal(
            [
                new InstanceText(InstanceField.Response, 0, "Hello."),
                new InstanceText(InstanceField.Instruction, 1, "What is the time?"),
                new InstanceText(InstanceField.Response, 2, "clock()"),
                new InstanceText(InstanceField.Instruction, 3, "12:00"),
                new InstanceText(InstanceField.Instruction, 4, "Well?"),
                new InstanceText(InstanceField.Instruction, 5, "Say it."),
                new InstanceText(InstanceField.Response, 6, "It is noon."),
            ],
            InstanceText.ListAll(_dialogue)
        );
    }

    [Fact]
    public void The_responses_are_the_turns_that_carry_loss()
    {
        Assert.Equal(["3"], InstanceText.ListResponses(_single).Select(text => text.Text));
        Assert.Equal(["Hello.", "clock()", "It is noon."], InstanceText.ListResponses(_dialogue).Select(text => text.Text));
    }

    [Fact]
    public void A_response_answers_what_stands_between_it_and_the_one_before()
    {
        Assert.Equal(["Add.\n\n1 and 2"], Requests(_single));
        Assert.Equal(_single.RequestText(), InstanceText.FindRequest(_single, 1));
        Assert.Equal(["", "What is the time?", "12:00\n\nWell?\n\nSay it."], Requests(_dialogue));
    }

    [Fact]
    public void A_text_is_found_by_its_field_and_turn_and_says_where_it_stands()
    {
        Assert.Equal("clock()", InstanceText.Find(_dialogue, InstanceField.Response, 2).Text);
        Assert.Equal("1 and 2", InstanceText.Find(_single, InstanceField.Input, 0).Text);
        Assert.Equal("", InstanceText.Find(_single, InstanceField.Response, 1).DescribeTurn(_single));
        Assert.Equal(", turn 3 of 7", InstanceText.Find(_dialogue, InstanceField.Response, 2).DescribeTurn(_dialogue));
        Assert.Contains(
            "Instance dialogue has no input in turn 2.",
            Assert.Throws<InvalidDataException>(() => InstanceText.Find(_dialogue, InstanceField.Input, 2)).Message,
            StringComparison.Ordinal
        );
    }

    private static IEnumerable<string> Requests(InstanceRow row) =>
        InstanceText.ListResponses(row).Select(response => InstanceText.FindRequest(row, response.Turn));
}
