using Pipeline.Engine.Stages;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Attribution.Borrowings;

/// <summary>
/// The verdict on a model's spans: contamination told from borrowing, q-values against the control's spans, levels 1 to 3, and rates beside
/// the control's at equal length. The spans of a control were searched in the same rows and scored in the same way; a twin and the model
/// are each searched in the other's rows, and of a pair of models trained on either half each in the other's half.
/// </summary>
public sealed class BorrowingsStage(BorrowingsOptions options) : FoldStage
{
    /// <summary>The model's answers.</summary>
    public const string Answers = "answers";

    /// <summary>Their spans.</summary>
    public const string Spans = "spans";

    /// <summary>The training instances.</summary>
    public const string Instances = "instances";

    /// <summary>Prefix of the control's answers: one table; two of a twin and the model, and of two halves.</summary>
    public const string ControlAnswers = "control-answers:";

    /// <summary>Prefix of the spans of those answers.</summary>
    public const string ControlSpans = "control-spans:";

    /// <summary>Prefix of the halves' answers, for rates: each half is held against the rows that it was trained on.</summary>
    public const string HalfAnswers = "half-answers:";

    /// <summary>Prefix of the spans of those answers.</summary>
    public const string HalfSpans = "half-spans:";

    /// <inheritdoc />
    public override string Name => "borrowings";

    /// <inheritdoc />
    public override int Version => 2;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var answers = await ReadAsync<GenerationRow>(inputs, [Answers], cancellation).ConfigureAwait(false);
        var spans = await ReadAsync<BorrowedSpanRow>(inputs, [Spans], cancellation).ConfigureAwait(false);
        var rows = await ReadAsync<InstanceRow>(inputs, [Instances], cancellation).ConfigureAwait(false);
        new SameRequests(rows, options.SameRequest).Mark(
            answers.DistinctBy(answer => answer.InstanceId).ToDictionary(answer => answer.InstanceId, answer => answer.Prompt),
            spans,
            context.CpuWorkers
        );
        var model = new AnswerSide(answers, spans);
        var control = await ReadSideAsync(inputs, ControlAnswers, ControlSpans, cancellation).ConfigureAwait(false);
        SpanVerdicts.Judge(model, control, RowsSearched);
        var rates = control is null
            ? []
            : new BorrowingRates(
                options,
                await ReadSideAsync(inputs, HalfAnswers, HalfSpans, cancellation).ConfigureAwait(false) ?? model,
                control
            )
                .Measure(SpanVerdicts.FindWeakest(spans))
                .ToList();
        await output.WritePartAsync(spans, cancellation).ConfigureAwait(false);
        await output.WriteTableAsync(BorrowingRateRow.FileName, rates, cancellation).ConfigureAwait(false);
        context.Log.Information(
            "{Borrowed} of {Spans} spans are borrowings at q {Level}",
            spans.Count(span => span.Borrowed),
            spans.Count,
            SpanVerdicts.Level2
        );
    }

    /// <summary>The share of the rows that each control was searched in.</summary>
    private double RowsSearched => options.Control == ControlKind.SplitHalf ? 0.5 : 1;

    private static async Task<AnswerSide?> ReadSideAsync(
        StageInputs inputs,
        string answers,
        string spans,
        CancellationToken cancellation
    ) =>
        inputs.Named(answers).Any()
            ? new AnswerSide(
                await ReadAsync<GenerationRow>(inputs, inputs.Named(answers), cancellation).ConfigureAwait(false),
                await ReadAsync<BorrowedSpanRow>(inputs, inputs.Named(spans), cancellation).ConfigureAwait(false)
            )
            : null;

    private static async Task<List<TRow>> ReadAsync<TRow>(StageInputs inputs, IEnumerable<string> names, CancellationToken cancellation)
        where TRow : class, new() =>
        await names
            .ToAsyncEnumerable()
            .SelectMany(name => inputs.RowsAsync<TRow>(name, cancellation))
            .ToListAsync(cancellation)
            .ConfigureAwait(false);
}
