using System.Text;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Tests.Stages.Data.Ingest;

public sealed class BadRowTests : IDisposable
{
    private const string Good = """{"instruction": "Ask", "output": "Answer"}""";

    private readonly DatasetReading _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("", "data.jsonl holds no usable row.")]
    [InlineData(" \n\t\r\n", "data.jsonl holds no usable row.")]
    [InlineData("[]", "data.jsonl holds no usable row.")]
    [InlineData("@\n{\"instruction\": oops}", "data.jsonl, row 2, byte 59: the row is not valid JSON: found 'o', expected a value.")]
    [InlineData(
        "@\n{\"instruction\": \"Ask\", \"output\": \"Ans",
        "data.jsonl, row 2, byte 80: the row is not valid JSON: found the end, expected the rest of a text: letters, escapes "
            + "such as \\n, and a closing quote."
    )]
    [InlineData(
        "instruction,output",
        "data.jsonl, row 1, byte 0: the row is not valid JSON: found 'i', expected a value; a file holds one object a line, or one "
            + "array of objects."
    )]
    [InlineData("@\n42", "data.jsonl, row 2, byte 43: the row is a JSON number, expected an object.")]
    [InlineData(
        "[@, \n\n {\"instruction\":\n1 2}]",
        "data.jsonl, row 2, byte 66: the row is not valid JSON: found '2', expected ',' and a name in double quotes, or '}'."
    )]
    [InlineData("[@, ]", "data.jsonl, row 2, byte 45: the row is not valid JSON: found ']', expected a value.")]
    [InlineData(
        "[@ @]",
        "data.jsonl, row 1, byte 44: after the row stands '{', expected ',' and a row, or ']'; a file holds one object a line, or "
            + "one array of objects."
    )]
    [InlineData("[@", "data.jsonl, row 1, byte 43: the file ends inside the array.")]
    [InlineData("[@,{\"instruction\": \"]}", "data.jsonl, row 2, byte 63: the file ends inside the array.")]
    [InlineData("[@] x", "data.jsonl, row 2, byte 45: there is text after the closing bracket of the array.")]
    [InlineData(
        "@\n{\"instruction\": \"Ask\", \"output\": \"a\\ud83dz\"}",
        "data.jsonl, row 2, byte 78: \\ud83d is half of a surrogate pair, which is no character."
    )]
    [InlineData(
        "@\n{\"instruction\": \"Ask\", \"output\": \"a\\udc00\"}",
        "data.jsonl, row 2, byte 78: \\udc00 is half of a surrogate pair, which is no character."
    )]
    [InlineData(
        "@\n{\"instruction\": \"Ask\"}",
        "data.jsonl, row 2, byte 43: 'output' (not mapped by 'columns') is missing; the row has: instruction."
    )]
    [InlineData("@\n{\"instruction\": \"Ask\", \"output\": 7}", "data.jsonl, row 2, byte 43: 'output' is the number 7, expected text.")]
    [InlineData(
        "@\n{\"instruction\": [\"Ask\"], \"output\": \"x\"}",
        "data.jsonl, row 2, byte 43: 'instruction' is the array [\"Ask\"], expected text."
    )]
    [InlineData(
        "@\n{\"instruction\": true, \"output\": \"x\"}",
        "data.jsonl, row 2, byte 43: 'instruction' is the boolean True, expected text."
    )]
    [InlineData(
        "@\n{\"instruction\": \" \", \"output\": \"x\"}",
        "data.jsonl, row 2, byte 43: the instruction is empty; 'empty_responses: skip' leaves such rows out."
    )]
    [InlineData(
        "@\n{\"instruction\": \"Ask\", \"output\": null}",
        "data.jsonl, row 2, byte 43: the response is empty; 'empty_responses: skip' leaves such rows out."
    )]
    [InlineData(
        "{\"instruction\": \"Ask\", \"output\": \"x\", \"history\": [[\"a\"]]}",
        "data.jsonl, row 1, byte 0: 'history' holds the array [\"a\"], expected an array of pairs of instruction and response."
    )]
    [InlineData(
        "{\"instruction\": \"Ask\", \"output\": \"x\", \"history\": \"a\"}",
        "data.jsonl, row 1, byte 0: 'history' holds the text \"a\", expected an array of pairs of instruction and response."
    )]
    public async Task Damage_is_quoted_with_row_byte_and_field(string text, string message) =>
        Assert.Equal(message, await _data.RefusalAsync(_data.Write("data.jsonl", text.Replace("@", Good, StringComparison.Ordinal))));

    [Fact]
    public async Task The_mapping_that_was_tried_is_quoted() =>
        Assert.Equal(
            "data.jsonl, row 1, byte 0: 'answer' (columns: output: answer) is missing; the row has: instruction, output.",
            await _data.RefusalAsync(_data.Write("data.jsonl", Good), DatasetReading.Mapping(("output", "answer")))
        );

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0xC3)]
    public async Task Bytes_that_are_not_UTF_8_are_quoted(byte bad)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Good + "\n{\"instruction\": \"ü"), bad, .. "x\"}"u8];

        Assert.Equal(
            $"data.jsonl, row 2, byte 62: the byte 0x{bad:X2} is not UTF-8.",
            await _data.RefusalAsync(_data.Write("data.jsonl", bytes))
        );
    }

    [Fact]
    public async Task A_byte_order_mark_blank_lines_and_other_line_ends_are_no_damage()
    {
        var rows = await _data.ReadAsync(_data.Write("data.jsonl", $"\uFEFF\r\n{Good}\r\n\r\n  {Good}\n\n"));

        Assert.Equal([1L, 2L], rows.Select(row => row.Row));
        Assert.All(rows, row => Assert.Equal("Answer", row.Instance.Response));
    }

    [Fact]
    public async Task Paired_surrogates_and_escaped_backslashes_are_text()
    {
        var row = await _data.ReadOneAsync("""{"instruction": "\\ud83d \\\\", "output": "\ud83d\ude42"}""");

        Assert.Equal(("\\ud83d \\\\", "🙂"), (row.Instruction, row.Response));
    }

    [Fact]
    public async Task Rows_without_instruction_or_response_can_be_left_out_and_are_counted()
    {
        var name = _data.Write(
            "data.jsonl",
            $"{Good}\n{{\"instruction\": \"Ask\", \"output\": \"\"}}\n{{\"instruction\": \"\", \"output\": \"x\"}}\n{Good}"
        );
        var options = new IngestOptions
        {
            Dataset = "data",
            File = name,
            EmptyResponses = EmptyResponse.Skip,
        };

        Assert.Equal([1L, 4L], (await _data.ReadAsync(name, _ => options)).Select(row => row.Row));
        Assert.Equal(
            "2 rows as alpaca (found out from row 1), 1 duplicates kept, 2 without instruction or response left out",
            await IngestStage.CheckAsync(options, _data.PathOf(name), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task A_prompt_needs_no_response_but_a_text()
    {
        var row = await _data.ReadOneAsync("""{"instruction": "Ask"}""", options => options with { EmptyResponses = EmptyResponse.Keep });
        Assert.Equal("", row.Response);

        Assert.EndsWith(
            "the instruction is empty.",
            await _data.RefusalAsync(
                _data.Write("data.jsonl", """{"instruction": ""}"""),
                options => options with { EmptyResponses = EmptyResponse.Keep }
            ),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_file_of_another_kind_is_refused() =>
        Assert.Equal(
            "data.csv is in no form that is read: expected .json, .jsonl or .ndjson (also as .gz or .zip), or .parquet.",
            await _data.RefusalAsync(_data.Write("data.csv", "instruction,output\nAsk,Answer\n"))
        );
}
