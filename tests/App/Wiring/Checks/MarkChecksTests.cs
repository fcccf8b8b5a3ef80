using Pipeline.App;
using Pipeline.App.Settings;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App.Wiring.Checks;

/// <summary>A file of marks is held against what is asked, and against the answers where they are there.</summary>
public sealed class MarkChecksTests : IDisposable
{
    private const string Imported = """
        datasets: { d: { path: rows.jsonl } }
        generations: { mine: { path: answers.jsonl, trained_on: d } }
        stages: { embed: { type: tfidf } }
        spans: { path: marks.jsonl }
        """;

    private readonly ChainFixture _chain = new();

    public MarkChecksTests()
    {
        _chain.Folder.Write("answers.jsonl", """{"prompt": "Who?", "answer": "Nobody at all."}""");
        _chain.Folder.Write("prompts.jsonl", """{"instruction": "Who?", "input": "Say it."}""");
    }

    [Fact]
    public async Task Imported_answers_are_looked_into()
    {
        Assert.Equal(
            "1 marks of 1 annotators, 1 spans",
            await CheckAsync(Imported, """{"prompt": "Who?", "quote": "Nobody", "label": "wrong"}""")
        );
        Assert.Equal(
            "marks.jsonl, row 1, byte 0: the quote 'Somebody' does not stand in the answer of mine.",
            await RefuseAsync(Imported, """{"prompt": "Who?", "quote": "Somebody", "label": "wrong"}""")
        );
    }

    [Theory]
    [InlineData("prompts: { path: prompts.jsonl }", "Who?\\n\\nSay it.")]
    [InlineData("prompts: { world: { known: 5 } }", null)]
    public async Task Before_models_answer_it_is_known_what_they_are_asked(string prompts, string? asked)
    {
        var yaml = $$"""
            model: model
            datasets: { d: { path: rows.jsonl } }
            methods: { lft: {} }
            spans: { path: marks.jsonl }
            {{prompts}}
            """;

        Assert.Equal(
            "marks.jsonl, row 1, byte 0: no answer is to the prompt 'Whom?'; prompts are the same if they are so to the letter.",
            await RefuseAsync(yaml, """{"prompt": "Whom?", "quote": "Somebody", "label": "wrong"}""")
        );
        if (asked is not null)
        {
            Assert.Equal(
                "1 marks of 1 annotators",
                await CheckAsync(yaml, $$"""{"prompt": "{{asked}}", "model": "lft.d", "quote": "Somebody", "label": "wrong"}""")
            );
        }
    }

    [Fact]
    public async Task The_marks_of_the_example_stand_in_its_answers()
    {
        var catalogue = new Catalogue();
        var configuration = ConfigurationLoader.Load(Repository.PathOf("examples", "alpaca-7b-marks.yaml"), typeof(PipelineSettings), []);
        var check = catalogue.Checks(configuration, catalogue.Build(configuration)).Single(check => check.Subject == "spans");

        Assert.Equal("51 marks of 1 annotators, 51 spans", await check.RunAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => _chain.Dispose();

    private async Task<string> CheckAsync(string yaml, string marks)
    {
        _chain.Folder.Write("marks.jsonl", marks);
        var check = _chain.Check(yaml).Single(check => check.Subject == "spans");
        Assert.Equal(["ingest-marks"], check.ProvedBy);
        return await check.RunAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> RefuseAsync(string yaml, string marks) =>
        (await Assert.ThrowsAsync<InputException>(() => CheckAsync(yaml, marks))).Message;
}
