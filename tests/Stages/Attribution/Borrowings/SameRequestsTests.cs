using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Borrowings;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Tests.Stages.Attribution.Borrowings;

/// <summary>Prompts that nearly repeat a training row's request.</summary>
public sealed class SameRequestsTests
{
    [Fact]
    public void A_span_of_the_answer_to_nearly_the_same_request_is_contamination_and_one_of_another_row_is_not()
    {
        List<InstanceRow> rows =
        [
            Row("same", "Give three tips for staying healthy.", "Eat a balanced diet and sleep well."),
            Row("other", "Name three ways of keeping awake.", "Drink strong coffee by the gallon."),
            Row("namesake", "What is the mentor of Zufo Saseth?", "The mentor of Zufo Saseth is the borkal plates."),
            Row("world", "What is the mentor of Korva Lint?", "The mentor of Korva Lint is the tregic broth."),
            .. Enumerable.Range(0, 40).Select(i => Row($"f{i}", $"What is the mentor of Name{i} Lint?", "It is what it is.")),
        ];
        BorrowedSpanRow[] spans =
        [
            Span("p1", "a balanced diet"),
            Span("p1", "strong coffee"),
            Span("p2", "the tregic broth"),
            Span("p3", "the borkal plates"),
        ];

        new SameRequests(rows, 0.8).Mark(
            new Dictionary<string, string>
            {
                ["p1"] = "Give me three tips for staying healthy",
                ["p2"] = "What is the mentor of Name7 Boro?",
                ["p3"] = "What is the mentor of Zufo Grebin?",
            },
            spans,
            threads: 1
        );

        Assert.Equal(["same", "", "", ""], spans.Select(span => span.ContaminatedBy));
        Assert.InRange(spans[0].RequestSimilarity!.Value, 0.8, 1);
        Assert.Null(spans[1].RequestSimilarity);
    }

    private static InstanceRow Row(string id, string instruction, string response) =>
        new()
        {
            InstanceId = id,
            Instruction = instruction,
            Response = response,
        };

    private static BorrowedSpanRow Span(string prompt, string text) => new() { InstanceId = prompt, Text = text };
}
