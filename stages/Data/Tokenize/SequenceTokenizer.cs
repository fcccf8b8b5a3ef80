using Pipeline.Engine.Stages;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Data.Ingest;
using Serilog;

namespace Pipeline.Stages.Data.Tokenize;

/// <summary>
/// The open tokenization. Rows of a part are taken one after the other, for parts run side by side already and a row takes microseconds.
/// What was cut off is reported once, when no more parts come.
/// </summary>
internal sealed class SequenceTokenizer(TokenizeOptions options, ConversationEncoder encoder, ILogger log) : IPartTransform<TokenizedRow>
{
    private readonly Lock _gate = new();
    private long _rows;
    private long _truncatedRows;
    private long _truncatedTokens;
    private long _rowsWithoutLabels;

    public async ValueTask<IReadOnlyList<TokenizedRow>> TransformAsync(
        PartInputs inputs,
        PartContext context,
        CancellationToken cancellation
    )
    {
        var instances = await inputs.ReadAsync<InstanceRow>(TokenizeStage.Instances, cancellation).ConfigureAwait(false);
        var rows = new List<TokenizedRow>(instances.Count);
        foreach (var instance in instances)
        {
            cancellation.ThrowIfCancellationRequested();
            rows.Add(Tokenize(instance));
        }

        Count(rows);
        return rows;
    }

    public void Dispose()
    {
        if (_truncatedRows > 0)
        {
            log.Warning(
                "{Rows} of {All} rows were cut at {MaxLength} tokens and lost {Tokens} tokens; {WithoutLabels} of them kept no label",
                _truncatedRows,
                _rows,
                options.MaxLength,
                _truncatedTokens,
                _rowsWithoutLabels
            );
        }
    }

    private TokenizedRow Tokenize(InstanceRow instance)
    {
        var (ids, mask) = encoder.Sequence(instance.ToConversation(), instance.Response);
        return new TokenizedRow
        {
            InstanceId = instance.InstanceId,
            TokenIds = ids.Length > options.MaxLength ? ids[..options.MaxLength] : ids,
            LossMask = mask.Length > options.MaxLength ? mask[..options.MaxLength] : mask,
            TruncatedTokens = Math.Max(0, ids.Length - options.MaxLength),
        };
    }

    private void Count(List<TokenizedRow> rows)
    {
        var truncated = rows.Where(row => row.TruncatedTokens > 0).ToList();
        lock (_gate)
        {
            _rows += rows.Count;
            _truncatedRows += truncated.Count;
            _truncatedTokens += truncated.Sum(row => (long)row.TruncatedTokens);
            _rowsWithoutLabels += truncated.Count(row => !row.LossMask.Contains(1));
        }
    }
}
