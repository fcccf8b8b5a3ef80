using Pipeline.Engine.Stages;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Ingest;

namespace Pipeline.Stages.Tokenize;

/// <summary>The open tokenization.</summary>
internal sealed class SequenceTokenizer(TokenizeOptions options, ConversationEncoder encoder) : IPartTransform<TokenizedRow>
{
    public async ValueTask<IReadOnlyList<TokenizedRow>> TransformAsync(PartInputs inputs, PartContext context, CancellationToken cancellation)
    {
        var instances = await inputs.ReadAsync<InstanceRow>(TokenizeStage.Instances, cancellation).ConfigureAwait(false);
        var rows = instances.AsParallel().AsOrdered().WithDegreeOfParallelism(context.Stage.CpuWorkers).WithCancellation(cancellation).Select(Tokenize).ToList();
        Report(rows, context);
        return rows;
    }

    public void Dispose()
    {
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

    private void Report(List<TokenizedRow> rows, PartContext context)
    {
        var truncated = rows.Where(row => row.TruncatedTokens > 0).ToList();
        if (truncated.Count > 0)
        {
            context.Stage.Log.Warning(
                "Part {Part}: {Rows} of {All} rows were cut at {MaxLength} tokens and lost {Tokens} tokens; {Mute} of them kept no label",
                context.Index, truncated.Count, rows.Count, options.MaxLength, truncated.Sum(row => row.TruncatedTokens), truncated.Count(row => !row.LossMask.Contains(1)));
        }
    }
}
