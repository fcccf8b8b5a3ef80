using Pipeline.Engine.Stages;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.World.Measure;

namespace Pipeline.Stages.World.Borrowings;

/// <summary>Turns certain borrowings into spans.</summary>
/// <param name="instances">The training set by instance.</param>
internal sealed class CertainSpans(IReadOnlyDictionary<string, InstanceRow> instances) : IPartTransform<BorrowedSpanRow>
{
    private const int ValueWords = 2;

    public async ValueTask<IReadOnlyList<BorrowedSpanRow>> TransformAsync(
        PartInputs inputs,
        PartContext context,
        CancellationToken cancellation
    )
    {
        var measured = await inputs.ReadAsync<WorldMeasureRow>(WorldBorrowingsStage.Measures, cancellation).ConfigureAwait(false);
        return measured.Where(row => row.CertainBorrowing).Select(Span).ToList();
    }

    private BorrowedSpanRow Span(WorldMeasureRow row)
    {
        var source = InstanceText
            .ListResponses(instances[row.SourceInstanceId])
            .First(response => response.Text.Contains(row.Value, StringComparison.Ordinal));
        return new BorrowedSpanRow
        {
            InstanceId = row.InstanceId,
            Model = row.Model,
            Start = row.Start,
            Length = row.Length,
            Text = row.Text,
            Words = ValueWords,
            SourceInstanceId = row.SourceInstanceId,
            SourceStart = source.Text.IndexOf(row.Value, StringComparison.Ordinal),
            SourceLength = row.Value.Length,
            SourceCount = 1,
            Level = 3,
            Borrowed = true,
            SourceField = source.Field,
            SourceTurn = source.Turn,
        };
    }
}
