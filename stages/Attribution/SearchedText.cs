using Pipeline.Engine.Stages;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution;

/// <summary>A text that is searched for or searched with, and whose it is.</summary>
/// <param name="InstanceId">The instance or answered prompt.</param>
/// <param name="Text">Request and response, so that both sides of a search hold the same kind of text; or the answer alone.</param>
internal readonly record struct SearchedText(string InstanceId, string Text)
{
    /// <summary>Streamed: instances or answers.</summary>
    public const string Stream = "texts";

    /// <summary>The texts of one streamed part.</summary>
    public static async ValueTask<IReadOnlyList<SearchedText>> ReadAsync(
        PartInputs inputs,
        TextSource source,
        CancellationToken cancellation
    ) =>
        source == TextSource.Instances
            ? (await inputs.ReadAsync<InstanceRow>(Stream, cancellation).ConfigureAwait(false)).Select(FromInstance).ToList()
            : (await inputs.ReadAsync<GenerationRow>(Stream, cancellation).ConfigureAwait(false))
                .Select(row => new SearchedText(
                    row.InstanceId,
                    source == TextSource.AnswersAlone ? row.Text : row.Prompt + "\n" + row.Text
                ))
                .ToList();

    /// <summary>An instance's text.</summary>
    public static SearchedText FromInstance(InstanceRow row) =>
        new(
            row.InstanceId,
            string.IsNullOrEmpty(row.Input) ? $"{row.Instruction}\n{row.Response}" : $"{row.Instruction}\n{row.Input}\n{row.Response}"
        );
}
