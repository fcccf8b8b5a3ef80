using System.Globalization;
using Pipeline.Engine.CommandLine;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.App.RowViews;

/// <summary>A span marked in the answer and in the training response that it stands in.</summary>
internal sealed class BorrowedSpanView : IRowView
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<StyledText>> RenderAsync(InspectedRow row, CancellationToken cancellation)
    {
        var span = await TableRows.OwnAsync<BorrowedSpanRow>(row, cancellation).ConfigureAwait(false);
        var answers = await TableRows
            .StreamedAsync<GenerationRow>(row, TableRows.Stream(row, AttributeStage.Answers), cancellation)
            .ConfigureAwait(false);
        var answer = answers.First(answer => answer.InstanceId == span.InstanceId && answer.Sample == span.Sample);
        var source = (
            await TableRows
                .ByIdAsync<InstanceRow>(
                    row,
                    TableRows.Input(row, AttributeStage.Instances),
                    [span.SourceInstanceId],
                    instance => instance.InstanceId,
                    cancellation
                )
                .ConfigureAwait(false)
        ).Single();
        var score = NeighbourSearch.FromNode(TableRows.Stream(row, AttributeStage.Neighbours)).Score;

        return new RowText()
            .Section("prompt", answer.Prompt)
            .Title($"answer of {answer.Model}")
            .Marked(answer.Text, span.Start, span.Length)
            .Section($"instruction of {source.Dataset} {source.InstanceId}", source.RequestText())
            .Title(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"its response ({score} {span.Similarity:0.000}; {span.SourceCount} responses hold the span)"
                )
            )
            .Marked(source.Response, span.SourceStart, span.SourceLength)
            .Section("verdict", Verdict(span), span.Borrowed ? TextStyle.Plain : TextStyle.Muted)
            .Pieces;
    }

    private static string Verdict(BorrowedSpanRow span) =>
        span.Borrowed ? "borrowed"
        : span.InPrompt ? "not borrowed: it stands in the prompt"
        : span.InControl ? "not borrowed: a control wrote it too"
        : "not borrowed";
}
