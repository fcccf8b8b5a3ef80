using System.Globalization;
using Pipeline.Engine;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Tables;
using Pipeline.Stages.Answers.Shift;

namespace Pipeline.App.RowViews;

/// <summary>The answer that a token stands in, its shifted tokens marked, and the figures of the token.</summary>
internal sealed class TokenShiftView : IRowView
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<StyledText>> RenderAsync(InspectedRow row, CancellationToken cancellation)
    {
        var rows = await TableFile.ReadAsync<TokenShiftRow>(row.Part.Path, cancellation).ConfigureAwait(false);
        var token = rows[row.IndexInPart];
        var text = new RowText()
            .Section("instance", token.InstanceId)
            .Section("base prompt", token.Wrapper.Spell())
            .Title("answer, shifted tokens marked");
        foreach (
            var other in rows.Where(other =>
                    other.InstanceId == token.InstanceId && other.Sample == token.Sample && other.Wrapper == token.Wrapper
                )
                .OrderBy(other => other.Position)
        )
        {
            text.Add(other.TokenText, other.ShiftClass == ShiftClass.Shifted ? TextStyle.Marked : TextStyle.Plain);
        }

        return text.Line()
            .Section(
                string.Create(CultureInfo.InvariantCulture, $"token {token.Position} '{token.TokenText}'"),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{token.ShiftClass.Spell()}: rank {token.TokenBaseRank} under the base; probability "
                        + $"{token.TokenBaseProbability:0.####} base, {token.TokenTunedProbability:0.####} tuned; KL(tuned‖base) "
                        + $"{token.KlTunedBase:0.####} nats"
                )
            )
            .Pieces;
    }
}
