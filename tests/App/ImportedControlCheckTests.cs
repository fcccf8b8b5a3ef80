using Pipeline.App;
using Pipeline.App.Settings;
using Pipeline.Engine;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Configuration;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App;

/// <summary>Before a run: whether an imported model and its control were asked the same things.</summary>
public sealed class ImportedControlCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task It_is_said_how_many_prompts_a_control_answers_too() =>
        Assert.Equal("author answers 2 of its 3 prompts", await Check("a", "b", "c")[0].RunAsync(TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_control_that_was_asked_other_things_is_refused() =>
        Assert.StartsWith(
            "mine.jsonl and author.jsonl answer none of the same prompts, so 'mine' cannot be compared with its control 'author'.",
            (await Assert.ThrowsAsync<InputException>(() => Check("a ", "B")[0].RunAsync(TestContext.Current.CancellationToken))).Message,
            StringComparison.Ordinal
        );

    public void Dispose() => _folder.Dispose();

    private List<InputCheck> Check(params string[] prompts)
    {
        _folder.Write("rows.jsonl", "{}");
        _folder.Write("mine.jsonl", Lines(prompts));
        _folder.Write("author.jsonl", Lines(["a", "b", "d"]));
        var configuration = ConfigurationLoader.Load(
            _folder.Write(
                "test.yaml",
                """
                datasets: { d: { path: rows.jsonl } }
                generations:
                  mine: { path: mine.jsonl, trained_on: d }
                  author: { path: author.jsonl, trained_on: d, control: true }
                stages: { embed: { type: tfidf } }
                """
            ),
            typeof(PipelineSettings),
            []
        );
        var catalogue = new Catalogue();
        return
        [
            .. catalogue
                .Checks(configuration, catalogue.Build(configuration))
                .Where(check => check.Subject == "generations.mine against author"),
        ];
    }

    private static string Lines(string[] prompts) =>
        string.Join('\n', prompts.Select(prompt => $$"""{"prompt": "{{prompt}}", "answer": "x"}"""));
}
