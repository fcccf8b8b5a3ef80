using Pipeline.Engine;
using Pipeline.Engine.CommandLine;
using Pipeline.Stages.Answers.Generate;

namespace Pipeline.App.RowViews;

/// <summary>A prompt with a model's answer and the reference.</summary>
internal sealed class GenerationView : IRowView
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<StyledText>> RenderAsync(InspectedRow row, CancellationToken cancellation)
    {
        var answer = await TableRows.OwnAsync<GenerationRow>(row, cancellation).ConfigureAwait(false);
        return new RowText()
            .Section("instance", answer.InstanceId)
            .Section("prompt", answer.Prompt)
            .Section($"answer of {answer.Model} ({answer.FinishReason.Spell()})", answer.Text, TextStyle.Marked)
            .Section("reference", answer.Reference)
            .Pieces;
    }
}
