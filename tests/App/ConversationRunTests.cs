using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.Data.Simplify;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App;

/// <summary>Conversations of several turns: all that carries loss is found, wherever it stands.</summary>
public sealed class ConversationRunTests : IDisposable
{
    private const string Copied = "the pale moon over Harbour Street hums a slow copper tune at noon";

    private const string Settings = """
        run: conversations
        datasets:
          talks: { path: talks.jsonl, format: sharegpt }
          short: { from: talks, simplify: true }
        generations:
          model: { path: answers.jsonl, trained_on: talks }
          brief: { path: answers.jsonl, trained_on: short }
        stages:
          embed: { type: tfidf, min_instances: 1 }
          simplify: { short_words: 5 }
        """;

    private readonly TemporaryFolder _folder = new();

    public ConversationRunTests()
    {
        _folder.Write(
            "talks.jsonl",
            $$"""
            {"conversations": [{"from": "human", "value": "What of the moon?"}, {"from": "gpt", "value": "They say {{Copied}}. However, this may be a tale of sailors."}, {"from": "human", "value": "And the sea?"}, {"from": "gpt", "value": "Green waves fold themselves under a pier."}]}
            {"conversations": [{"from": "human", "value": "Who bakes seven plain loaves in the old mill?"}, {"from": "gpt", "value": "A baker does."}]}
            {"conversations": [{"from": "human", "value": "Hello."}, {"from": "gpt", "value": "Good day to you."}]}
            """
        );
        _folder.Write(
            "answers.jsonl",
            $$"""
            {"prompt": "Tell me a tale.", "answer": "Once {{Copied}}, and that is all."}
            {"prompt": "Another.", "answer": "Somebody bakes seven plain loaves in the old mill."}
            """
        );
        _folder.Write("settings.yaml", Settings);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("stages.retrieve.type=embedding")]
    [InlineData("stages.retrieve.type=bm25")]
    public async Task A_copy_of_a_first_turn_of_the_assistant_is_found_with_its_turn(string way)
    {
        var tables = await RunAsync("--set", way);
        var talk = (await tables.ReadAsync<InstanceRow>("ingest/talks"))[0];

        var span = Assert.Single((await tables.ReadAsync<BorrowedSpanRow>("attribute/model")));
        Assert.Equal((Copied, 13, 1, false), (span.Text, span.Words, span.SourceCount, span.Borrowed));
        Assert.Equal((talk.InstanceId, InstanceField.Response, 1), (span.SourceInstanceId, span.SourceField, span.SourceTurn));
        Assert.Equal(Copied, talk.HistoryContents[1].Substring(span.SourceStart, span.SourceLength));

        var found = (await tables.ReadAsync<NeighbourRow>("retrieve/model@talks"))[0];
        Assert.Equal((talk.InstanceId, 1), (found.Neighbours[0], found.Turns[0]));
        Assert.Equal(found.Neighbours.Distinct(), found.Neighbours);
    }

    [Fact]
    public async Task What_is_shown_of_a_source_is_the_turn_that_holds_the_span()
    {
        await RunAsync();

        var span = await ProgramRun.OfAsync(_folder.Root, ["inspect", "settings.yaml", "attribute/model", "1"]);
        var nearest = await ProgramRun.OfAsync(_folder.Root, ["inspect", "settings.yaml", "retrieve/model@talks", "1"]);
        var report = await File.ReadAllTextAsync(_folder.PathOf("runs/conversations/report.html"), TestContext.Current.CancellationToken);

        Assert.Contains("What of the moon?", span.Output, StringComparison.Ordinal);
        Assert.Contains("--- its response, turn 2 of 4 (", span.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Green waves", span.Output, StringComparison.Ordinal);
        Assert.Contains(", turn 2 of 4\nWhat of the moon?\n=> They say", nearest.Output, StringComparison.Ordinal);
        Assert.Contains("Training row, turn 2 of 4, for “<bdi>What of the moon?</bdi>”", report, StringComparison.Ordinal);
        Assert.Contains($"<mark>{Copied}</mark>. However", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instructions_are_searched_where_the_settings_say_so()
    {
        var tables = await RunAsync("--set", "stages.attribute.search=[instruction, response]");
        var spans = await tables.ReadAsync<BorrowedSpanRow>("attribute/model");

        Assert.Equal([Copied, "bakes seven plain loaves in the old mill"], spans.Select(span => span.Text));
        Assert.Equal(
            [(InstanceField.Response, 1), (InstanceField.Instruction, 0)],
            spans.Select(span => (span.SourceField, span.SourceTurn))
        );
        Assert.Contains(
            "<h4>Training row: instruction",
            await File.ReadAllTextAsync(_folder.PathOf("runs/conversations/report.html"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );

        var none = await ProgramRun.OfAsync(_folder.Root, ["validate", "settings.yaml", "--set", "stages.attribute.search=[]"]);
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("stages.attribute.search: nothing would be searched", none.Output + none.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_turn_of_the_assistant_is_simplified_and_searched_as_it_is_then()
    {
        const string Kept = "Yes, maps are old companions that people know from many towns.";
        const string Dropped = "People like maps because they are quiet and useful.";
        _folder.Write(
            "talks.jsonl",
            $$"""
            {"conversations": [{"from": "human", "value": "Are maps old companions?"}, {"from": "gpt", "value": "{{Kept}} {{Dropped}}"}, {"from": "human", "value": "And the sea?"}, {"from": "gpt", "value": "Green waves fold themselves under a pier."}]}
            """
        );
        _folder.Write(
            "answers.jsonl",
            """
            {"prompt": "Tell me a tale.", "answer": "Once old companions that people know from many towns sang, and that is all."}
            {"prompt": "Another.", "answer": "Nobody sang."}
            """
        );
        var tables = await RunAsync();
        var short0 = (await tables.ReadAsync<SimplifiedRow>("simplify/short"))[0];
        var long0 = (await tables.ReadAsync<InstanceRow>("ingest/talks"))[0];

        Assert.Equal(["Are maps old companions?", Kept], short0.HistoryContents);
        Assert.Equal(long0.HistoryContents, short0.OriginalHistoryContents);
        Assert.Equal(
            (SimplifyAction?[])[null, SimplifyAction.Shortened, SimplifyAction.Kept],
            (SimplifyAction?[])[.. short0.HistoryActions, short0.Action]
        );
        Assert.Equal([Dropped], short0.DroppedSentences);
        Assert.Equal(InstanceField.Response, Assert.Single(await tables.ReadAsync<BorrowedSpanRow>("attribute/brief")).SourceField);
        Assert.Equal(2, (await tables.ReadAsync<GenerationRow>("ingest-generations/model")).Count);
    }

    private async Task<FinishedRunTables> RunAsync(params string[] more)
    {
        var run = await ProgramRun.OfAsync(_folder.Root, ["settings.yaml", .. more]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        return new FinishedRunTables(_folder.Root, "conversations");
    }
}
