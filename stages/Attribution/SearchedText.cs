using Pipeline.Engine.Stages;
using Pipeline.Modeling.Text;
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
/// <param name="Text">Request and response, or one of them, so that both sides of a search hold the same kind of text; or the answer
/// alone.</param>
internal readonly record struct SearchedText(string InstanceId, int Turn, string Text)
{
    /// <summary>Streamed: instances or answers.</summary>
    public const string Stream = "texts";

    /// <summary>The words that BM25 compares texts by, in their order.</summary>
    public List<string> ListTerms() => Words.Split(Text).Select(word => word.Key).ToList();

    /// <summary>The texts of one streamed part.</summary>
    /// <param name="inputs">The part.</param>
    /// <param name="source">What its rows are.</param>
    /// <param name="side">Which side of them; answers alone have one only.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async ValueTask<IReadOnlyList<SearchedText>> ReadAsync(
        PartInputs inputs,
        TextSource source,
        EmbeddedText side,
        CancellationToken cancellation
    ) =>
        source == TextSource.Instances
            ? (await inputs.ReadAsync<InstanceRow>(Stream, cancellation).ConfigureAwait(false))
                .SelectMany(row => FromInstance(row, side))
                .ToList()
            : (await inputs.ReadAsync<GenerationRow>(Stream, cancellation).ConfigureAwait(false))
                .Select(row => new SearchedText(
                    row.InstanceId,
                    0,
                    source == TextSource.AnswersAlone ? row.Text : Choose(side, row.Prompt, row.Text)
                ))
                .ToList();

    /// <summary>An instance's texts, in the order of the conversation; at least one.</summary>
    public static IEnumerable<SearchedText> FromInstance(InstanceRow row, EmbeddedText side = EmbeddedText.Both) =>
        InstanceText
            .ListExchanges(row)
            .Select(exchange => new SearchedText(
                row.InstanceId,
                exchange.Response.Turn,
                Choose(side, string.Join('\n', exchange.Request.Select(text => text.Text)), exchange.Response.Text)
            ));

    private static string Choose(EmbeddedText side, string request, string response) =>
        side switch
        {
            EmbeddedText.Instruction => request,
            EmbeddedText.Response => response,
            _ => $"{request}\n{response}",
        };
}
