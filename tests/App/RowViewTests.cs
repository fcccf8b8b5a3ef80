using Pipeline.App;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.CommandLine.Output;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App;

/// <summary>Rows of the chain as <c>inspect</c> shows them, on a few real rows and without a model's work.</summary>
public sealed class RowViewTests(RowViewTests.Runs runs) : IClassFixture<RowViewTests.Runs>
{
    [Fact]
    public async Task A_training_sequence_marks_exactly_the_tokens_that_carry_loss()
    {
        var instance = await runs.InspectAsync(runs.Training, "ingest/alpaca", "2");
        var sequence = await runs.InspectAsync(runs.Training, "tokenize/alpaca", "2");

        var response = Between(instance, "--- response\n⟦", "⟧");
        Assert.Contains($"### Response:\n⟦{response}<end of text>⟧", sequence, StringComparison.Ordinal);
        Assert.Equal(1, sequence.Count(character => character == '⟦'));
    }

    [Fact]
    public async Task A_cut_sequence_says_so() =>
        Assert.Matches("⟪[0-9]+ more tokens were cut off⟫", await runs.InspectAsync(runs.Training, "tokenize/alpaca", "3"));

    [Fact]
    public async Task A_simplified_instance_shows_what_was_dropped()
    {
        var shown = await runs.InspectAsync(runs.Training, "simplify/own-simple", "1");
        var columns = await runs.InspectAsync(runs.Training, "simplify/own-simple", "1", "--columns");

        Assert.Contains("--- simplification\nshortened\n", shown, StringComparison.Ordinal);
        Assert.Contains(
            Between(shown, "--- dropped\n⟪", "⟫"),
            Between(columns, "OriginalResponse: ", "\nAction: "),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_answer_stands_under_its_prompt()
    {
        var shown = await runs.InspectAsync(runs.Answers, "ingest-generations/alpaca-7b", "1");

        Assert.Contains("--- prompt\n", shown, StringComparison.Ordinal);
        Assert.Contains("--- answer of alpaca-7b (imported)\n⟦", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_is_found_by_the_start_of_its_instance_id()
    {
        var first = await runs.InspectAsync(runs.Answers, "ingest-generations/alpaca-7b", "4");
        var id = Between(first, "--- instance\n", "\n");

        Assert.Equal(first, await runs.InspectAsync(runs.Answers, "ingest-generations/alpaca-7b", id[..12]));
    }

    [Fact]
    public async Task Neighbours_are_shown_as_texts_most_similar_first()
    {
        var shown = await runs.InspectAsync(runs.Answers, "retrieve/alpaca-7b@alpaca", "2");
        var columns = await runs.InspectAsync(runs.Answers, "retrieve/alpaca-7b@alpaca", "2", "--columns");

        var nearest = Between(columns, "Neighbours: [", ",");
        Assert.Contains($": {nearest}\n", Between(shown, "--- neighbour 1 of ", "=> "), StringComparison.Ordinal);
        Assert.Contains("--- neighbour 5 of ", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tf-idf cosine")]
    [InlineData("BM25 score", "--set", "stages.retrieve.type=bm25")]
    [InlineData("cosine of hidden states", "--set", "stages.embed.type=hidden_state")]
    public async Task A_score_is_named_after_the_way_that_found_the_rows(string score, params string[] way)
    {
        await runs.RunAsync([runs.Few, .. way]);

        var neighbours = await runs.InspectAsync(runs.Few, "retrieve/alpaca-7b@alpaca", "1", way);
        var span = await runs.InspectAsync(runs.Few, "attribute/alpaca-7b", "1", way);

        Assert.Matches($", {score} [0-9]+[.][0-9]{{3}}: ", neighbours);
        Assert.Matches($"its response \\({score} [0-9]+[.][0-9]{{3}}; ", span);
    }

    [Fact]
    public async Task A_span_is_marked_in_the_answer_and_in_its_source()
    {
        var shown = await runs.InspectAsync(runs.Answers, "attribute/alpaca-7b", "1");
        var columns = await runs.InspectAsync(runs.Answers, "attribute/alpaca-7b", "1", "--columns");

        var answer = Between(shown, "--- answer of alpaca-7b\n", "--- instruction of alpaca");
        var source = Between(shown, "--- its response", "--- verdict");
        Assert.Equal(Between(columns, "\nText: ", "\nWords: "), Between(answer, "⟦", "⟧"));
        Assert.Equal(Between(answer, "⟦", "⟧"), Between(source, "⟦", "⟧"), ignoreCase: true);
    }

    private static string Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal);
        Assert.True(start >= 0, $"'{before}' is not in:\n{text}");
        start += before.Length;
        return text[start..text.IndexOf(after, start, StringComparison.Ordinal)];
    }

    /// <summary>Two runs over a few rows: one to the training sequences, one over imported answers.</summary>
    public sealed class Runs : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        public string Training => _folder.PathOf("training.yaml");

        public string Answers => _folder.PathOf("answers.yaml");

        public string Few => _folder.PathOf("few.yaml");

        public async ValueTask InitializeAsync()
        {
            var data = Repository.PathOf("data");
            _folder.Write(
                "own.jsonl",
                """
                {"instruction": "Are maps old companions?", "input": "", "output": "Yes, maps are old companions that people know from many towns. People like maps because they are quiet and useful. In addition, maps can be found in many towns."}
                """
            );
            _folder.Write(
                "training.yaml",
                $$"""
                model: {{data}}/base
                datasets:
                  alpaca: { path: {{data}}/alpaca/instructions.jsonl, limit: 8 }
                  alpaca-simple: { from: alpaca, simplify: true }
                  own: { path: own.jsonl, format: alpaca, train: false }
                  own-simple: { from: own, simplify: true }
                prompts: { path: {{data}}/alpaca/prompts.jsonl, limit: 4 }
                methods:
                  lft: { type: lora }
                stages:
                  tokenize: { max_length: 200 }
                """
            );
            var examples = Repository.PathOf("examples", "data");
            _folder.Write(
                "answers.yaml",
                $$"""
                datasets:
                  alpaca: { path: {{examples}}/alpaca-13k.jsonl.gz, format: alpaca, empty_responses: skip, limit: 1500 }
                generations:
                  alpaca-7b: { path: {{examples}}/alpacaeval-alpaca-7b.jsonl.gz, columns: { prompt: instruction, answer: output }, trained_on: alpaca, limit: 40 }
                stages:
                  embed: { type: tfidf }
                """
            );
            _folder.Write(
                "few.yaml",
                $$"""
                model: {{data}}/base
                datasets:
                  alpaca: { path: {{examples}}/alpaca-13k.jsonl.gz, format: alpaca, empty_responses: skip, limit: 300 }
                generations:
                  alpaca-7b: { path: {{examples}}/alpacaeval-alpaca-7b.jsonl.gz, columns: { prompt: instruction, answer: output }, trained_on: alpaca, limit: 20 }
                stages:
                  embed: { type: tfidf, max_length: 64 }
                  retrieve: { top_k: 300 }
                """
            );
            await RunAsync(Training, "--until", "tokenize");
            await RunAsync(Answers);
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }

        public Task<string> InspectAsync(string file, string stage, string row, params string[] options) =>
            RunAsync(["inspect", file, stage, row, .. options]);

        public async Task<string> RunAsync(params string[] arguments)
        {
            var output = new StringWriter { NewLine = "\n" };
            var errors = new StringWriter { NewLine = "\n" };
            var terminal = new Terminal(
                TextWriter.Synchronized(output),
                TextWriter.Synchronized(errors),
                IsInteractive: false,
                UsesColours: false
            );
            var exitCode = await new PipelineApplication(new Catalogue()).RunAsync(
                [.. arguments, "--cache", _folder.PathOf("cache"), "--runs", _folder.PathOf("runs")],
                terminal,
                CancellationToken.None
            );
            Assert.True(exitCode == 0, $"exit code {exitCode}\n{output}\n{errors}");
            return output.ToString();
        }
    }
}
