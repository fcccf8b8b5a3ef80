using Pipeline.Stages.Attribution.IngestMarks;
using Pipeline.Stages.Attribution.Mark;
using Pipeline.Stages.Attribution.WrongSpans;

namespace Pipeline.Tests.App.Wiring.Attribution;

/// <summary>Who marks spans is wired to whatever is marked, and what cannot be is refused.</summary>
public sealed class MarkBuilderTests : IDisposable
{
    private const string World = """
        model: model
        datasets: { w: { world: { rows: 20 } } }
        prompts: { world: { known: 5 } }
        methods: { lft: {}, sft: { type: full } }

        """;

    private const string Imported = """
        datasets: { d: { path: rows.jsonl } }
        generations:
          mine: { path: rows.jsonl, trained_on: d }
          author: { path: rows.jsonl, trained_on: d, control: true }
        stages: { embed: { type: tfidf } }

        """;

    private readonly ChainFixture _chain = new();

    [Fact]
    public void The_truth_marks_the_answers_of_every_tuned_model()
    {
        var graph = _chain.Build(World + "spans: { truth: true }");

        Assert.Equal(["mark/lft.w", "mark/sft.w"], ChainFixture.Reads(graph, "wrong-spans", WrongSpansStage.Marks));
        Assert.Equal(["borrowings/lft.w", "borrowings/sft.w"], ChainFixture.Reads(graph, "wrong-spans", WrongSpansStage.Spans));
        Assert.Equal(["world-measure/lft.w"], ChainFixture.Reads(graph, "mark/lft.w", MarkStage.Measures));
        Assert.Equal(["wrong-spans"], ChainFixture.Reads(graph, "report", "wrong-spans"));
        Assert.All(
            ((WrongSpansOptions)ChainFixture.Find(graph, "wrong-spans").Stage.Options).Models,
            model => Assert.Equal((true, true), (model.IsControlled, model.IsShiftMeasured))
        );
    }

    [Fact]
    public void A_file_may_speak_of_any_model_and_marks_those_that_are_compared()
    {
        _chain.Folder.Write("marks.jsonl", "{}");
        var graph = _chain.Build(Imported + "spans: { path: marks.jsonl, columns: { quote: text }, reference: true, seed: 3 }");
        var options = (IngestMarksOptions)ChainFixture.Find(graph, "ingest-marks").Stage.Options;

        Assert.Equal(["mine", "author"], options.Models);
        Assert.Equal("text", options.Columns["quote"]);
        Assert.Equal(["mark/mine"], ChainFixture.Reads(graph, "wrong-spans", WrongSpansStage.Marks));
        Assert.Equal(["ingest-marks"], ChainFixture.Reads(graph, "mark/mine", MarkStage.Marks));
        Assert.True(((MarkOptions)ChainFixture.Find(graph, "mark/mine").Stage.Options).Reference);
        Assert.Equal(3, ((WrongSpansOptions)ChainFixture.Find(graph, "wrong-spans").Stage.Options).Seed);
    }

    [Fact]
    public void Without_the_setting_nothing_is_marked() =>
        Assert.Empty(ChainFixture.Ids(_chain.Build(World), "mark/").Concat(ChainFixture.Ids(_chain.Build(World), "wrong-spans")));

    [Theory]
    [InlineData("spans: {}", "spans: nothing says which spans are wrong; give a 'path', 'truth: true' or 'reference: true'.")]
    [InlineData("spans: { truth: true }", "spans.truth: what is true is known only where 'prompts' ask about the fictional world.")]
    [InlineData("spans: { reference: true, columns: { quote: text } }", "spans.columns: there is no 'path' whose fields they could be.")]
    public void What_cannot_be_marked_is_refused_at_its_place(string spans, string message) =>
        Assert.EndsWith(message, _chain.Refused(Imported + spans), StringComparison.Ordinal);

    [Fact]
    public void Marks_without_answers_that_are_compared_with_rows_are_refused() =>
        Assert.EndsWith(
            "spans: no model's answers can be marked and compared with training rows.",
            _chain.Refused(
                """
                datasets: { d: { path: rows.jsonl } }
                generations: { author: { path: rows.jsonl, trained_on: d, control: true } }
                stages: { embed: { type: tfidf } }
                spans: { reference: true }
                """
            ),
            StringComparison.Ordinal
        );

    public void Dispose() => _chain.Dispose();
}
