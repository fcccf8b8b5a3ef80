using System.Text.Json;
using Pipeline.Engine;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.IngestMarks;
using Pipeline.Stages.Attribution.Mark;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution.IngestMarks;

/// <summary>A file of marks of one test, read against a few answers.</summary>
internal sealed class MarkFile : IDisposable
{
    /// <summary>The name of the file.</summary>
    public const string Name = "marks.jsonl";

    private readonly StageChain _chain = new();

    /// <summary>Two models' answers to two prompts; of the first prompt sft has two samples.</summary>
    public static IReadOnlyList<GenerationRow> Answers { get; } =
    [
        Answer("sft", "p1", "Who wrote Emma?", "Charlotte Bronte wrote Emma."),
        Answer("sft", "p1", "Who wrote Emma?", "It was Jane Austen.", sample: 1),
        Answer("sft", "p2", "What is at sea?", "A ship and a ship 🚢 and a whale."),
        Answer("lft", "p1", "Who wrote Emma?", "Jane Austen wrote it."),
        Answer("lft", "p2", "What is at sea?", "Nothing."),
    ];

    public IngestMarksOptions Options { get; init; } = new() { File = Name, Models = ["sft", "lft"] };

    public string PathOf(string name) => _chain.PathOf(name);

    public static string Row(object fields) => JsonSerializer.Serialize(fields);

    /// <summary>The table that the stage makes of rows.</summary>
    public async Task<IReadOnlyList<MarkedSpanRow>> ReadAsync(params string[] rows) =>
        await StageChain.RowsAsync<MarkedSpanRow>(
            await _chain.RunAsync(
                new IngestMarksStage(Options),
                [
                    (IngestMarksStage.File, await _chain.TextAsync(Name, string.Join('\n', rows))),
                    .. await Task.WhenAll(
                        Options.Models.Select(async model =>
                            (IngestMarksStage.Answers + model, await _chain.TableAsync([.. Answers.Where(answer => answer.Model == model)]))
                        )
                    ),
                ]
            )
        );

    /// <summary>The message with which rows are refused.</summary>
    public async Task<string> RefusalAsync(params string[] rows) =>
        (await Assert.ThrowsAsync<InputException>(() => ReadAsync(rows))).Message;

    /// <summary>What a check says of rows.</summary>
    public async Task<string> CheckAsync(bool areWritten, params string[] rows)
    {
        await File.WriteAllTextAsync(PathOf(Name), string.Join('\n', rows), TestContext.Current.CancellationToken);
        return await IngestMarksStage.CheckAsync(
            Options,
            PathOf(Name),
            areWritten ? Answers : [.. Answers.Select(answer => Answer(answer.Model, answer.InstanceId, answer.Prompt, ""))],
            areWritten,
            TestContext.Current.CancellationToken
        );
    }

    public void Dispose() => _chain.Dispose();

    private static GenerationRow Answer(string model, string id, string prompt, string text, int sample = 0) =>
        new()
        {
            InstanceId = id,
            Sample = sample,
            Model = model,
            Prompt = prompt,
            Text = text,
        };
}
