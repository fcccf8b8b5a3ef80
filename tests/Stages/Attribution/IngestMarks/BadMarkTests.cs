using CsCheck;
using Pipeline.Engine;

namespace Pipeline.Tests.Stages.Attribution.IngestMarks;

/// <summary>A mark that cannot be used is refused with file, row, key, what was found and what was expected.</summary>
public sealed class BadMarkTests : IDisposable
{
    private const string Good = """{"prompt":"Who wrote Emma?","model":"sft","quote":"Bronte","label":"wrong","annotator":"ann"}""";

    private readonly MarkFile _file = new();

    [Theory]
    [InlineData("", "marks.jsonl holds no mark.")]
    [InlineData(
        """{"model":"sft","quote":"x","label":"wrong"}""",
        "marks.jsonl, row 1, byte 0: neither 'prompt' nor 'instance_id' says which answer is marked; the row has: model, quote, label."
    )]
    [InlineData(
        """{"prompt":"Who wrote Emma?","quote":"Bronte"}""",
        "marks.jsonl, row 1, byte 0: 'label' (not mapped by 'columns') is missing; the row has: prompt, quote."
    )]
    [InlineData(
        """{"prompt":"Who wrote Emma?","quote":"Bronte","label":"worng"}""",
        "marks.jsonl, row 1, byte 0: 'label' is 'worng', expected one of wrong, right, unclear; did you mean 'wrong'?"
    )]
    [InlineData(
        """{"prompt":"Who wrote Emma?","quote":"Bronte","label":1}""",
        "marks.jsonl, row 1, byte 0: 'label' is the number 1, expected text."
    )]
    [InlineData(
        """{"prompt":"Who wrote Emma?","model":"stf","quote":"Bronte","label":"wrong"}""",
        "marks.jsonl, row 1, byte 0: 'model' is 'stf', which is no model of this run; did you mean 'sft'?"
    )]
    [InlineData(
        """{"prompt":"Who wrote Emma","quote":"Bronte","label":"wrong"}""",
        "marks.jsonl, row 1, byte 0: no answer is to the prompt 'Who wrote Emma'; prompts are the same if they are so to the letter."
    )]
    [InlineData(
        """{"instance_id":"p9","quote":"Bronte","label":"wrong"}""",
        "marks.jsonl, row 1, byte 0: no answer is to a prompt with the id 'p9'; ids stand in the column InstanceId of the answers."
    )]
    [InlineData(
        """{"instance_id":"p2","prompt":"Who wrote Emma?","quote":"ship","label":"wrong"}""",
        "marks.jsonl, row 1, byte 0: the prompt of 'p2' is 'What is at sea?', but the mark says 'Who wrote Emma?'."
    )]
    [InlineData(
        """{"instance_id":"p1","model":"sft","sample":7,"quote":"Bronte","label":"wrong"}""",
        "marks.jsonl, row 1, byte 0: there is no sample 7 of an answer to this prompt; samples are counted from 0."
    )]
    public async Task A_row_is_quoted_with_what_is_wrong_in_it(string row, string message)
    {
        Assert.Equal(message, await _file.RefusalAsync(row));
    }

    [Theory]
    [InlineData(
        """{"instance_id":"p1","model":"lft","quote":"Bronte","label":"wrong"}""",
        "the quote 'Bronte' does not stand in the answer of lft."
    )]
    [InlineData(
        """{"instance_id":"p2","quote":"Bronte","label":"wrong"}""",
        "the quote 'Bronte' does not stand in any of the 2 answers of sft, lft."
    )]
    [InlineData(
        """{"instance_id":"p1","model":"lft","quote":"Jane","start":5,"label":"wrong"}""",
        "the quote 'Jane' does not stand in the answer of lft at 5, where 'Aust' stands."
    )]
    [InlineData(
        """{"instance_id":"p2","model":"sft","quote":"ship","label":"wrong"}""",
        "the quote 'ship' stands more than once in the answer of sft, at 2 and 13; say which with 'start'."
    )]
    [InlineData(
        """{"instance_id":"p1","model":"lft","start":12,"end":99,"label":"wrong"}""",
        "the mark from 12 to 99 goes beyond the answer of lft, which has 21 characters."
    )]
    [InlineData(
        """{"instance_id":"p2","model":"sft","start":0,"end":19,"label":"wrong"}""",
        "19 is inside the character '🚢' of the answer of sft."
    )]
    [InlineData(
        """{"instance_id":"p1","start":0,"end":4,"label":"wrong"}""",
        "start 0 and end 4 are places in one answer, but there are 3 to this prompt, of sft, lft; say which with 'model', 'sample' or "
            + "'instance_id', or give the 'quote'."
    )]
    [InlineData("""{"instance_id":"p1","quote":"","label":"wrong"}""", "'quote' is empty.")]
    [InlineData(
        """{"instance_id":"p1","start":3,"label":"wrong"}""",
        "give 'quote' (and 'start' where it stands there more than once), or 'start' and 'end'."
    )]
    [InlineData(
        """{"instance_id":"p1","quote":"Jane","end":3,"label":"wrong"}""",
        "give 'quote' (and 'start' where it stands there more than once), or 'start' and 'end'."
    )]
    [InlineData("""{"instance_id":"p1","start":3,"end":3,"label":"wrong"}""", "'end' is 3, expected more than 'start', which is 3.")]
    [InlineData(
        """{"instance_id":"p1","start":3,"end":5,"quote":"Jane","label":"wrong"}""",
        "'quote' has 4 characters, but from 'start' 3 to 'end' 5 there are 2."
    )]
    [InlineData(
        """{"instance_id":"p1","start":-1,"end":5,"label":"wrong"}""",
        "'start' is the number -1, expected a whole number, 0 or more."
    )]
    [InlineData(
        """{"instance_id":"p1","start":1.5,"end":5,"label":"wrong"}""",
        "'start' is the number 1.5, expected a whole number, 0 or more."
    )]
    [InlineData(
        """{"instance_id":"p1","start":"1","end":5,"label":"wrong"}""",
        "'start' is the text \"1\", expected a whole number, 0 or more."
    )]
    public async Task A_mark_without_a_place_is_refused(string row, string message) =>
        Assert.Equal($"marks.jsonl, row 2, byte {Good.Length + 1}: {message}", await _file.RefusalAsync(Good, row));

    [Theory]
    [InlineData("right", "Bronte", "'Bronte' (10 to 16) as right")]
    [InlineData("wrong", "Bronte", "'Bronte' (10 to 16) as wrong")]
    [InlineData("right", "Charlotte Bronte wrote", "'Charlotte Bronte wrote' (0 to 22) as right")]
    public async Task Marks_of_one_annotator_that_overlap_are_refused_with_both(string label, string quote, string marked)
    {
        var row = $$"""{"prompt":"Who wrote Emma?","model":"sft","quote":"{{quote}}","label":"{{label}}","annotator":"ann"}""";

        Assert.Equal(
            $"marks.jsonl, row 2, byte {Good.Length + 1}: annotator 'ann' marks {marked} in the answer of sft, and in row 1 "
                + "'Bronte' (10 to 16) as wrong; marks of one annotator may not overlap.",
            await _file.RefusalAsync(Good, row)
        );
    }

    [Fact]
    public async Task Marks_without_an_annotator_are_of_one_person()
    {
        var row = """{"instance_id":"p1","model":"lft","quote":"Jane","label":"right"}""";

        Assert.Contains("an annotator without a name marks", await _file.RefusalAsync(row, row), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_finds_what_needs_no_answer_before_there_are_any()
    {
        Assert.Equal(
            "marks.jsonl, row 1, byte 0: no answer is to the prompt 'Emma?'; prompts are the same if they are so to the letter.",
            (
                await Assert.ThrowsAsync<InputException>(() =>
                    _file.CheckAsync(areWritten: false, """{"prompt":"Emma?","quote":"Bronte","label":"wrong"}""")
                )
            ).Message
        );
        Assert.Equal(
            "1 marks of 1 annotators",
            await _file.CheckAsync(areWritten: false, """{"prompt":"Who wrote Emma?","quote":"in no answer","label":"wrong"}""")
        );
        await Assert.ThrowsAsync<InputException>(() =>
            _file.CheckAsync(areWritten: true, """{"prompt":"Who wrote Emma?","quote":"in no answer","label":"wrong"}""")
        );
    }

    [Fact]
    public async Task Columns_that_a_mark_does_not_have_are_refused()
    {
        using var file = new MarkFile { Options = _file.Options with { Columns = new Dictionary<string, string> { ["quotes"] = "text" } } };

        Assert.Equal(
            "marks.jsonl: 'columns' maps 'quotes', which a mark does not have; did you mean 'quote'?",
            await file.RefusalAsync(Good)
        );
    }

    [Fact]
    public Task Whatever_the_fields_hold_a_row_is_read_or_refused_by_name()
    {
        var value = Gen.OneOf(
            Gen.Const("null"),
            Gen.Const("true"),
            Gen.Const("[]"),
            Gen.Const("1e300"),
            Gen.Int[-3, 40].Select(number => $"{number}"),
            Gen.OneOf("\"\"", "\"Jane\"", "\"Bronte\"", "\"p1\"", "\"sft\"", "\"wrong\"", "\"Who wrote Emma?\"", "\"\\ud83d\\udea2\"")
        );
        var key = Gen.OneOf("prompt", "instance_id", "model", "sample", "start", "end", "quote", "label", "annotator", "right");
        return Gen.Select(key, value)
            .Array[0, 8]
            .SampleAsync(
                async fields =>
                {
                    var row =
                        "{"
                        + string.Join(',', fields.DistinctBy(field => field.Item1).Select(field => $"\"{field.Item1}\":{field.Item2}"))
                        + "}";
                    try
                    {
                        Assert.All(
                            await _file.ReadAsync(row),
                            mark =>
                                Assert.Contains(
                                    MarkFile.Answers,
                                    answer =>
                                        (answer.Model, answer.InstanceId, answer.Sample) == (mark.Model, mark.InstanceId, mark.Sample)
                                        && answer.Text.Substring(mark.Start, mark.Length) == mark.Text
                                )
                        );
                    }
                    catch (InputException refusal)
                    {
                        Assert.StartsWith("marks.jsonl, row 1, byte 0: ", refusal.Message, StringComparison.Ordinal);
                    }
                },
                iter: 200,
                threads: 1
            );
    }

    public void Dispose() => _file.Dispose();
}
