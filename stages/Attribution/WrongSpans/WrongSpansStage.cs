using Pipeline.Engine.Stages;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Mark;

namespace Pipeline.Stages.Attribution.WrongSpans;

/// <summary>
/// How many of the spans that are called wrong come from a training row, by level, beside as many words that nobody marked and the spans
/// that are called right: what the paper's figure 8 shows, and what it would show of any words.
/// </summary>
public sealed class WrongSpansStage(WrongSpansOptions options) : FoldStage
{
    /// <summary>Prefix of a model's answers.</summary>
    public const string Answers = "answers:";

    /// <summary>Prefix of what is marked in them.</summary>
    public const string Marks = "marks:";

    /// <summary>Prefix of their judged spans.</summary>
    public const string Spans = "spans:";

    /// <inheritdoc />
    public override string Name => "wrong-spans";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var shares = new List<WrongSpanShareRow>();
        foreach (var model in options.Models)
        {
            var spans = await ReadAsync<BorrowedSpanRow>(inputs, Spans + model.Model, cancellation).ConfigureAwait(false);
            var joined = new MarkedAnswers(
                await ReadAsync<GenerationRow>(inputs, Answers + model.Model, cancellation).ConfigureAwait(false),
                spans,
                await ReadAsync<MarkedSpanRow>(inputs, Marks + model.Model, cancellation).ConfigureAwait(false),
                options.Seed
            ).Join();
            await output.WritePartAsync(joined, cancellation).ConfigureAwait(false);
            shares.AddRange(new SourceShares(model, spans.Any(span => span.CauseQValue is not null), joined).Measure());
            context.Log.Information(
                "{Model:l}: {Wrong} wrong spans, {Windows} windows of unmarked words beside them",
                model.Model,
                joined.Count(row => row.Group == SpanGroup.Wrong),
                joined.Count(row => row.Group == SpanGroup.Unmarked)
            );
        }

        await output.WriteTableAsync(WrongSpanShareRow.FileName, shares, cancellation).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<TRow>> ReadAsync<TRow>(StageInputs inputs, string name, CancellationToken cancellation)
        where TRow : class, new() => await inputs.RowsAsync<TRow>(name, cancellation).ToListAsync(cancellation).ConfigureAwait(false);
}
