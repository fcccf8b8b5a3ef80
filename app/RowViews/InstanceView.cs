using Pipeline.Engine;
using Pipeline.Engine.CommandLine;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.Data.Simplify;

namespace Pipeline.App.RowViews;

/// <summary>An instance as a conversation; of a simplified one also what was dropped.</summary>
internal sealed class InstanceView(bool simplified) : IRowView
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<StyledText>> RenderAsync(InspectedRow row, CancellationToken cancellation)
    {
        var text = new RowText();
        if (!simplified)
        {
            Write(text, await TableRows.OwnAsync<InstanceRow>(row, cancellation).ConfigureAwait(false));
            return text.Pieces;
        }

        var instance = await TableRows.OwnAsync<SimplifiedRow>(row, cancellation).ConfigureAwait(false);
        Write(text, instance);
        text.Section("simplification", string.Join(", ", instance.SimplifiedResponses().Select(response => response.Action.Spell())));
        foreach (var sentence in instance.DroppedSentences)
        {
            text.Section("dropped", sentence, TextStyle.Bad);
        }

        return text.Pieces;
    }

    /// <summary>Writes an instance's texts.</summary>
    public static void Write(RowText text, InstanceRow instance)
    {
        text.Section("instance", $"{instance.InstanceId} of {instance.Dataset}").Section("system", instance.System);
        foreach (var (role, content) in instance.HistoryRoles.Zip(instance.HistoryContents))
        {
            text.Section(role.Spell(), content);
        }

        text.Section("instruction", instance.Instruction)
            .Section("input", instance.Input)
            .Section("response", instance.Response, TextStyle.Marked);
    }
}
