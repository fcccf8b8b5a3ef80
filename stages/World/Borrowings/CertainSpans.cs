using Pipeline.Engine.Stages;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.World.Measure;

namespace Pipeline.Stages.World.Borrowings;

/// <summary>Turns certain borrowings into spans.</summary>
/// <param name="responses">The responses of the training set by instance.</param>
internal sealed class CertainSpans(IReadOnlyDictionary<string, string> responses) : IPartTransform<BorrowedSpanRow>
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

    private BorrowedSpanRow Span(WorldMeasureRow row) =>
        new()
        {
            InstanceId = row.InstanceId,
            Model = row.Model,
            Start = row.Start,
            Length = row.Length,
            Text = row.Text,
            Words = ValueWords,
            SourceInstanceId = row.SourceInstanceId,
            SourceStart = responses[row.SourceInstanceId].IndexOf(row.Value, StringComparison.Ordinal),
            SourceLength = row.Value.Length,
            SourceCount = 1,
            Borrowed = true,
        };
}
