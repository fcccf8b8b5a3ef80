using CsCheck;
using Pipeline.Engine.Tables;
using Pipeline.Stages.Attribution.IngestMarks;
using Pipeline.Stages.Attribution.Mark;

namespace Pipeline.Tests.Stages.Attribution.IngestMarks;

/// <summary>Marks find their places in answers, and annotators are counted.</summary>
public sealed class IngestMarksStageTests : IDisposable
{
    private const string Emma = """ "prompt": "Who wrote Emma?" """;
    private const string Sea = """ "prompt": "What is at sea?", "model": "sft" """;

    private readonly MarkFile _file = new();

    [Fact]
    public async Task A_quote_is_found_in_the_answer_that_it_is_about()
    {
        var marks = await _file.ReadAsync(
            $$"""{ {{Emma}}, "model": "sft", "quote": "Charlotte Bronte", "label": "wrong", "annotator": "ann", "right": "Jane Austen" }""",
            """{ "instance_id": "p2", "model": "sft", "start": 18, "end": 20, "label": "unclear" }"""
        );

        Assert.Equal(
            [
                ("p1", 0, "sft", 0, 16, "Charlotte Bronte", MarkLabel.Wrong, "Jane Austen"),
                ("p2", 0, "sft", 18, 2, "🚢", MarkLabel.Unclear, ""),
            ],
            marks.Select(mark => (mark.InstanceId, mark.Sample, mark.Model, mark.Start, mark.Length, mark.Text, mark.Label, mark.RightText))
        );
        Assert.All(marks, mark => Assert.Equal((1, 1, MarkOrigin.File), (mark.Annotators, mark.Agreeing, mark.Origin)));
    }

    [Fact]
    public async Task Without_a_model_a_mark_is_about_every_answer_that_holds_its_quote()
    {
        var marks = await _file.ReadAsync($$"""{ {{Emma}}, "quote": "Jane Austen", "label": "right" }""");

        Assert.Equal([("sft", 1, 7), ("lft", 0, 0)], marks.Select(mark => (mark.Model, mark.Sample, mark.Start)));
    }

    [Fact]
    public async Task A_start_says_which_of_several_places_a_quote_is() =>
        Assert.Equal(
            [13],
            (await _file.ReadAsync($$"""{ {{Sea}}, "quote": "ship", "start": 13, "label": "right" }""")).Select(mark => mark.Start)
        );

    [Fact]
    public async Task What_most_annotators_say_counts_and_a_tie_is_unclear()
    {
        static string Mark(string quote, string label, string annotator, string right = "") =>
            $$"""{ {{Sea}}, "quote": "{{quote}}", "label": "{{label}}", "annotator": "{{annotator}}", "right": "{{right}}" }""";
        string[] rows =
        [
            Mark("whale", "wrong", "ann", "squid"),
            Mark("whale", "right", "bob"),
            Mark("whale", "wrong", "cid", "kraken"),
            Mark("whale", "wrong", "dot", "kraken"),
            Mark("A ship", "wrong", "ann"),
            Mark("A ship", "right", "bob"),
            Mark("a whale", "right", "eve"),
        ];

        var marks = await _file.ReadAsync(rows);

        Assert.Equal(
            [("A ship", MarkLabel.Unclear, 2, 1, ""), ("a whale", MarkLabel.Right, 1, 1, ""), ("whale", MarkLabel.Wrong, 4, 3, "kraken")],
            marks.Select(mark => (mark.Text, mark.Label, mark.Annotators, mark.Agreeing, mark.RightText))
        );
        Assert.Equal(
            "7 marks of 5 annotators, 3 spans, on 2 of them annotators disagree: 'A ship' is wrong in row 5, right in row 6, for one",
            await _file.CheckAsync(areWritten: true, rows)
        );
        Assert.Equal(
            "7 marks of 5 annotators, on 2 places annotators disagree: wrong in row 1, right in row 2, wrong in row 3, wrong in row 4, "
                + "for one",
            await _file.CheckAsync(areWritten: false, rows)
        );
    }

    [Fact]
    public async Task Fields_have_the_names_that_are_mapped_and_may_stand_in_Parquet()
    {
        using var file = new MarkFile
        {
            Options = new IngestMarksOptions
            {
                File = "marks.parquet",
                Models = ["sft", "lft"],
                Columns = new Dictionary<string, string>
                {
                    ["instance_id"] = "InstanceId",
                    ["model"] = "Model",
                    ["start"] = "Start",
                    ["quote"] = "Text",
                    ["label"] = "Label",
                },
            },
        };
        var path = file.PathOf("marks.parquet");
        await TableFile.WriteAsync(
            path,
            [
                new MarkedSpanRow
                {
                    InstanceId = "p2",
                    Model = "sft",
                    Start = 2,
                    Text = "ship",
                    Label = MarkLabel.Right,
                },
            ],
            TestContext.Current.CancellationToken
        );

        Assert.Equal(
            "1 marks of 1 annotators, 1 spans",
            await IngestMarksStage.CheckAsync(file.Options, path, MarkFile.Answers, areWritten: true, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public void Whatever_is_cut_out_of_an_answer_is_found_where_it_was_cut() =>
        (
            from number in Gen.Int[0, MarkFile.Answers.Count - 1]
            from start in Gen.Int[0, MarkFile.Answers[number].Text.Length - 1]
            from end in Gen.Int[start + 1, MarkFile.Answers[number].Text.Length]
            select (number, start, end)
        ).Sample(cut =>
        {
            var answer = MarkFile.Answers[cut.number];
            var mark = new MarkRecord
            {
                RowNumber = 1,
                Place = "row 1",
                InstanceId = answer.InstanceId,
                Model = answer.Model,
                Sample = answer.Sample,
                Start = cut.start,
                Quote = answer.Text[cut.start..cut.end],
                Label = MarkLabel.Wrong,
            };

            var placed = Assert.Single(new MarkPlacement(MarkFile.Answers).Place(mark));

            Assert.Equal((answer, cut.start, cut.end), (placed.Answer, placed.Start, placed.End));
        });

    public void Dispose() => _file.Dispose();
}
