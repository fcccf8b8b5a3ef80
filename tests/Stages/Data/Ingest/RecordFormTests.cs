using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Tests.Stages.Data.Ingest;

public sealed class RecordFormTests : IDisposable
{
    private readonly DatasetReading _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Alpaca_has_an_input_a_system_message_and_a_history()
    {
        var row = await _data.ReadOneAsync(
            """{"instruction": "Add.", "input": "1 and 2", "output": "3", "system": "Be brief.", "history": [["Hi", "Hello"], ["Ready?", "Yes"]]}"""
        );

        Assert.Equal(("Add.", "1 and 2", "3", "Be brief."), (row.Instruction, row.Input, row.Response, row.System));
        Assert.Equal([TurnRole.User, TurnRole.Assistant, TurnRole.User, TurnRole.Assistant], row.HistoryRoles);
        Assert.Equal(["Hi", "Hello", "Ready?", "Yes"], row.HistoryContents);
    }

    [Theory]
    [InlineData("""{"instruction": "Ask", "input": "", "output": "Answer", "system": ""}""")]
    [InlineData("""{"instruction": "Ask", "output": "Answer"}""")]
    [InlineData("""{"instruction": "Ask", "input": null, "output": "Answer", "history": null, "system": null}""")]
    [InlineData("""{"instruction": "Ask", "output": "Answer", "history": [], "id": 7, "tags": ["a"]}""")]
    public async Task What_an_alpaca_row_leaves_empty_is_not_there(string text)
    {
        var row = await _data.ReadOneAsync(text);

        Assert.Equal(("Ask", null, "Answer", null), (row.Instruction, row.Input, row.Response, row.System));
        Assert.Empty(row.HistoryRoles);
    }

    [Theory]
    [InlineData("alpaca", """{"instruction": "Ask", "output": "Answer"}""")]
    [InlineData("sharegpt", """{"conversations": [{"from": "human", "value": "Ask"}, {"from": "gpt", "value": "Answer"}]}""")]
    [InlineData("messages", """{"messages": [{"role": "user", "content": "Ask"}, {"role": "assistant", "content": "Answer"}]}""")]
    [InlineData("prompt_completion", """{"prompt": "Ask", "completion": "Answer"}""")]
    public async Task The_form_is_found_out_and_said(string form, string text)
    {
        var name = _data.Write("data.jsonl", text);
        var row = Assert.Single(await _data.ReadAsync(name)).Instance;

        Assert.Equal(("Ask", "Answer"), (row.Instruction, row.Response));
        Assert.Equal(
            $"1 rows as {form} (found out from row 1), 0 duplicates kept",
            await IngestStage.CheckAsync(
                new IngestOptions { Dataset = "data", File = name },
                _data.PathOf(name),
                TestContext.Current.CancellationToken
            )
        );
    }

    [Fact]
    public async Task Every_field_can_have_another_name()
    {
        var alpaca = await _data.ReadOneAsync(
            """{"question": "Ask", "context": "Given", "response": "Answer"}""",
            DatasetReading.Mapping(("instruction", "question"), ("input", "context"), ("output", "response"))
        );
        Assert.Equal(("Ask", "Given", "Answer"), (alpaca.Instruction, alpaca.Input, alpaca.Response));

        var sharegpt = await _data.ReadOneAsync(
            """{"turns": [{"who": "human", "says": "Ask"}, {"who": "gpt", "says": "Answer"}]}""",
            DatasetReading.Mapping(("conversations", "turns"), ("from", "who"), ("value", "says"))
        );
        Assert.Equal(("Ask", "Answer"), (sharegpt.Instruction, sharegpt.Response));
    }

    [Fact]
    public async Task A_map_of_a_field_that_the_form_does_not_have_is_refused_with_the_nearest()
    {
        var name = _data.Write("data.jsonl", """{"instruction": "Ask", "output": "Answer"}""");

        Assert.Equal(
            "data.jsonl: 'columns' maps 'outputs', which the format alpaca does not have; did you mean 'output'?",
            await _data.RefusalAsync(name, DatasetReading.Mapping(("outputs", "output")))
        );
    }

    [Fact]
    public async Task A_map_to_a_name_that_no_row_has_is_refused_even_of_an_optional_field()
    {
        var name = _data.Write("data.jsonl", """{"instruction": "Ask", "output": "Answer"}""");

        Assert.Equal(
            "data.jsonl: 'columns' maps input to 'contxt', which no row has.",
            await _data.RefusalAsync(name, DatasetReading.Mapping(("input", "contxt")))
        );
    }

    [Fact]
    public async Task Rows_of_no_known_form_are_refused_with_what_they_have()
    {
        var name = _data.Write("data.jsonl", """{"question": "Ask", "answer": "Answer"}""");

        Assert.Equal(
            "data.jsonl, row 1: its fields (question, answer) fit none of the known formats: sharegpt (has 'conversations'), "
                + "messages (has 'messages'), "
                + "alpaca (has 'instruction'), prompt_completion (has 'prompt'). Map fields with 'columns'.",
            await _data.RefusalAsync(name)
        );
    }
}
