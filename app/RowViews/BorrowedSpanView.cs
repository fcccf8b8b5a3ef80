using System.Globalization;
using Pipeline.Engine;
using Pipeline.Engine.CommandLine;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.App.RowViews;

/// <summary>A span marked in the answer and in the text of the training row that it stands in.</summary>
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

        var found = InstanceText.Find(source, span.SourceField, span.SourceTurn);
        var text = new RowText()
            .Section("prompt", answer.Prompt)
            .Title($"answer of {answer.Model}")
            .Marked(answer.Text, span.Start, span.Length);
        var what = $"{span.SourceField.Spell()} of {source.Dataset} {source.InstanceId}";
        if (found.Field == InstanceField.Response)
        {
            text.Section($"instruction of {source.Dataset} {source.InstanceId}", InstanceText.FindRequest(source, found.Turn));
            what = "its response";
        }

        return text.Title(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what}{found.DescribeTurn(source)} ({Similarity(score, span)}; {span.SourceCount} rows hold the span)"
                )
            )
            .Marked(found.Text, span.SourceStart, span.SourceLength)
            .Section("verdict", Verdict(span), span.Borrowed ? TextStyle.Plain : TextStyle.Muted)
            .Pieces;
    }

    private static string Similarity(string score, BorrowedSpanRow span) =>
        span.Similarity is { } similarity
            ? string.Create(CultureInfo.InvariantCulture, $"{score} {similarity:0.000}")
            : "not among the retrieved rows";

    private static string Verdict(BorrowedSpanRow span) =>
        span.Borrowed ? "borrowed"
        : span.InPrompt ? "not borrowed: it stands in the prompt"
        : "not borrowed";
}
