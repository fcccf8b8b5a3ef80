using System.Text.Json;
using Pipeline.Modeling.Tokenization.Templates;

namespace Pipeline.Tests.Stages.Data.Ingest;

public sealed class ConversationTests : IDisposable
{
    private readonly DatasetReading _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task The_last_answer_is_the_response_and_what_came_before_is_history()
    {
        var row = await _data.ReadOneAsync(Messages(("system", "S"), ("user", "a"), ("assistant", "b"), ("user", "c"), ("assistant", "d")));

        Assert.Equal(("S", "c", "d"), (row.System, row.Instruction, row.Response));
        Assert.Equal([TurnRole.User, TurnRole.Assistant], row.HistoryRoles);
        Assert.Equal(["a", "b"], row.HistoryContents);
    }

    [Fact]
    public async Task An_answer_to_what_a_tool_returned_keeps_question_call_and_return_as_context()
    {
        var row = await _data.ReadOneAsync(
            """{"conversations": [{"from": "human", "value": "q"}, {"from": "function_call", "value": "{}"}, {"from": "observation", "value": "42"}, {"from": "gpt", "value": "It is 42."}]}"""
        );

        Assert.Equal(("42", "It is 42."), (row.Instruction, row.Response));
        Assert.Equal([TurnRole.User, TurnRole.Assistant], row.HistoryRoles);
        Assert.Equal(["q", "{}"], row.HistoryContents);
    }

    [Fact]
    public async Task Turns_that_are_texts_alone_are_the_users_and_the_assistants_by_turns()
    {
        var row = await _data.ReadOneAsync("""{"conversations": ["a", "b", "c", "d"], "source": "lima"}""");

        Assert.Equal(("c", "d"), (row.Instruction, row.Response));
        Assert.Equal([TurnRole.User, TurnRole.Assistant], row.HistoryRoles);
        Assert.Equal(["a", "b"], row.HistoryContents);
    }

    [Fact]
    public async Task Answers_in_a_row_are_one_response()
    {
        var row = await _data.ReadOneAsync(Messages(("user", "a"), ("assistant", "b"), ("model", "c")));

        Assert.Equal(("a", "b\nc"), (row.Instruction, row.Response));
    }

    [Fact]
    public async Task A_conversation_that_ends_with_a_question_is_a_prompt()
    {
        var text = Messages(("user", "a"), ("assistant", "b"), ("user", "c"));
        var row = await _data.ReadOneAsync(
            text,
            options => options with { EmptyResponses = Pipeline.Stages.Data.Ingest.EmptyResponse.Keep }
        );

        Assert.Equal(("c", ""), (row.Instruction, row.Response));
        Assert.EndsWith(
            "the response is empty; 'empty_responses: skip' leaves such rows out.",
            await _data.RefusalAsync(_data.Write("data.jsonl", text)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Contents_may_be_parts_of_text_and_calls_of_tools()
    {
        var row = await _data.ReadOneAsync(
            """
            {"messages": [{"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "value": "b"}]}, {"role": "assistant", "content": null, "tool_calls": [{"id": 1}]},
             {"role": "tool", "content": "r"}, {"role": "assistant", "content": "c"}]}
            """.ReplaceLineEndings("")
        );

        Assert.Equal(["ab", """[{"id": 1}]"""], row.HistoryContents);
        Assert.Equal(("r", "c"), (row.Instruction, row.Response));
    }

    [Fact]
    public async Task A_conversation_may_be_spelled_as_text()
    {
        var turns = """[{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]""";
        var row = await _data.ReadOneAsync(JsonSerializer.Serialize(new { messages = turns }));

        Assert.Equal(("a", "b"), (row.Instruction, row.Response));
    }

    [Theory]
    [InlineData("""{"messages": []}""", "'messages' has no turn of a user.")]
    [InlineData("""{"messages": null}""", "'messages' (not mapped by 'columns') is null; the row has: messages.")]
    [InlineData("""{"messages": {}}""", "'messages' is the object {}, expected an array of turns.")]
    [InlineData("""{"messages": "hello"}""", "'messages' is a text that is no JSON: found 'h', expected a value.")]
    [InlineData("""{"messages": "[\"\\ud800\"]"}""", "'messages' holds half of a surrogate pair, which is no character.")]
    [InlineData("""{"messages": ["hello"]}""", "'messages' holds the text \"hello\", expected a turn with 'role'.")]
    [InlineData(
        """{"messages": [{"role": "bot", "content": "x"}]}""",
        "'role' of a turn is the text \"bot\", expected one of: human, user, gpt, assistant, model, function_call, system, "
            + "developer, observation, tool, function."
    )]
    [InlineData(
        """{"messages": [{"role": "user"}]}""",
        "'messages' holds the object {\"role\": \"user\"}, expected a turn with 'content'."
    )]
    [InlineData("""{"messages": [{"role": "user", "content": 7}]}""", "'content' of a turn is the number 7, expected text.")]
    [InlineData(
        """{"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}""",
        "'content' of a turn has the part the object {\"type\": \"image_url\"}, expected parts of text."
    )]
    [InlineData(
        """{"messages": [{"role": "user", "content": "a"}, {"role": "system", "content": "b"}]}""",
        "'messages' has a system turn that is not its first turn."
    )]
    [InlineData("""{"messages": [{"role": "assistant", "content": "a"}]}""", "'messages' has no turn of a user.")]
    public async Task A_conversation_that_makes_no_sense_is_refused(string text, string problem) =>
        Assert.Equal($"data.jsonl, row 1, byte 0: {problem}", await _data.RefusalAsync(_data.Write("data.jsonl", text)));

    private static string Messages(params (string Role, string Content)[] turns) =>
        JsonSerializer.Serialize(new { messages = turns.Select(turn => new { role = turn.Role, content = turn.Content }) });
}
