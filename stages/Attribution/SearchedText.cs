using Pipeline.Engine.Stages;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution;

/// <summary>
/// A text that is searched for or searched with, and whose it is. An instance has one for each response of its conversation, so that each
/// can be found by what it says, however long the conversation is.
/// </summary>
/// <param name="InstanceId">The instance or answered prompt.</param>
/// <param name="Turn">0-based turn of the response in its conversation, as <see cref="InstanceText.Turn"/>; 0 for an answer.</param>
/// <param name="Text">Request and response, so that both sides of a search hold the same kind of text; or the answer alone.</param>
internal readonly record struct SearchedText(string InstanceId, int Turn, string Text)
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
            ? (await inputs.ReadAsync<InstanceRow>(Stream, cancellation).ConfigureAwait(false)).SelectMany(FromInstance).ToList()
            : (await inputs.ReadAsync<GenerationRow>(Stream, cancellation).ConfigureAwait(false))
                .Select(row => new SearchedText(
                    row.InstanceId,
                    0,
                    source == TextSource.AnswersAlone ? row.Text : row.Prompt + "\n" + row.Text
                ))
                .ToList();

    /// <summary>An instance's texts, in the order of the conversation; at least one.</summary>
    public static IEnumerable<SearchedText> FromInstance(InstanceRow row) =>
        InstanceText
            .ListExchanges(row)
            .Select(exchange => new SearchedText(
                row.InstanceId,
                exchange.Response.Turn,
                $"{string.Join('\n', exchange.Request.Select(text => text.Text))}\n{exchange.Response.Text}"
            ));
}
