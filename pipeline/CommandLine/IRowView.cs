namespace Pipeline.Engine.CommandLine;

/// <summary>Shows a table row as a person reads it, such as a token sequence decoded, with its labels marked.</summary>
public interface IRowView
{
    /// <summary>The row as a run of styled pieces; they are printed one after the other, the last one ending its line.</summary>
    Task<IReadOnlyList<StyledText>> RenderAsync(InspectedRow row, CancellationToken cancellation);
}
