using System.Globalization;
using Pipeline.Engine;
using Pipeline.Engine.CommandLine;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Mark;

namespace Pipeline.App.RowViews;

/// <summary>A span that somebody called wrong, right or unclear, in its answer.</summary>
internal sealed class MarkedSpanView : IRowView
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<StyledText>> RenderAsync(InspectedRow row, CancellationToken cancellation)
    {
        var mark = await TableRows.OwnAsync<MarkedSpanRow>(row, cancellation).ConfigureAwait(false);
        var answers = await TableRows
            .StreamedAsync<GenerationRow>(row, TableRows.Stream(row, MarkStage.Answers), cancellation)
            .ConfigureAwait(false);
        var answer = answers.First(answer => answer.InstanceId == mark.InstanceId && answer.Sample == mark.Sample);
        return new RowText()
            .Section("prompt", answer.Prompt)
            .Title($"answer of {answer.Model}")
            .Marked(answer.Text, mark.Start, mark.Length)
            .Section($"{mark.Label.Spell()} ({Describe(mark)})", mark.RightText.Length > 0 ? $"should be: {mark.RightText}" : mark.Text)
            .Pieces;
    }

    private static string Describe(MarkedSpanRow mark) =>
        mark.Origin switch
        {
            MarkOrigin.File => string.Create(CultureInfo.InvariantCulture, $"{mark.Agreeing} of {mark.Annotators} annotators"),
            MarkOrigin.World => "the fictional world's truth",
            _ => "held against the reference",
        };
}
