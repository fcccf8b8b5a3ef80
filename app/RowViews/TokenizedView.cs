using System.Globalization;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Tokenization;
using Pipeline.Stages.Data.Tokenize;

namespace Pipeline.App.RowViews;

/// <summary>A training sequence decoded, the tokens that carry loss marked.</summary>
internal sealed class TokenizedView : IRowView
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<StyledText>> RenderAsync(InspectedRow row, CancellationToken cancellation)
    {
        var sequence = await TableRows.OwnAsync<TokenizedRow>(row, cancellation).ConfigureAwait(false);
        var tokenizer = TokenizerFile.Load(row.Node.Inputs.OfType<ExternalInput>().Single(input => input.Name == TokenizeStage.Model).Path);
        var text = new RowText();
        text.Section("instance", sequence.InstanceId);
        text.Title(
            string.Create(CultureInfo.InvariantCulture, $"{sequence.TokenIds.Length} tokens, {sequence.LossMask.Sum()} of them labels")
        );
        for (var start = 0; start < sequence.TokenIds.Length; )
        {
            var end = start + 1;
            while (end < sequence.TokenIds.Length && sequence.LossMask[end] == sequence.LossMask[start])
            {
                end++;
            }

            text.Add(Decode(tokenizer, sequence.TokenIds[start..end]), sequence.LossMask[start] == 1 ? TextStyle.Marked : TextStyle.Muted);
            start = end;
        }

        return sequence.TruncatedTokens == 0
            ? text.Line().Pieces
            : text.Add(string.Create(CultureInfo.InvariantCulture, $"{sequence.TruncatedTokens} more tokens were cut off"), TextStyle.Bad)
                .Line()
                .Pieces;
    }

    /// <summary>Special tokens decode to nothing; the two that frame a sequence are shown by name.</summary>
    private static string Decode(ITokenizer tokenizer, int[] ids)
    {
        var begin = ids.Length > 0 && ids[0] == tokenizer.BeginOfText ? "<begin of text>" : "";
        var end = ids.Length > 0 && ids[^1] == tokenizer.EndOfText ? "<end of text>" : "";
        return begin + tokenizer.Decode(ids) + end;
    }
}
