using Pipeline.Engine.Stages;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Counterfactual;

namespace Pipeline.Stages.Attribution.Verdicts;

/// <summary>
/// Level 4 of the verdict on spans: what a model was retrained without, and that made its spans less likely than leaving out as many other
/// rows did, caused them. Spans that were not retrained for keep their level.
/// </summary>
public sealed class VerdictsStage(VerdictsOptions options) : FoldStage
{
    /// <summary>The model's judged spans.</summary>
    public const string Spans = "spans";

    /// <summary>Its spans under models that were trained without some rows.</summary>
    public const string Retrained = "retrained";

    /// <inheritdoc />
    public override string Name => "verdicts";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var spans = await inputs.RowsAsync<BorrowedSpanRow>(Spans, cancellation).ToListAsync(cancellation).ConfigureAwait(false);
        var retrained = await inputs
            .RowsAsync<CounterfactualSpanRow>(Retrained, cancellation)
            .ToListAsync(cancellation)
            .ConfigureAwait(false);
        RetrainedSpans.Judge(spans, retrained);
        await output.WritePartAsync(spans, cancellation).ConfigureAwait(false);
        context.Log.Information(
            "{Caused} of {Borrowed} borrowed spans of {Model} were caused by their rows, of {Retrained} that were retrained for",
            spans.Count(span => span.Level >= RetrainedSpans.Caused),
            spans.Count(span => span.Borrowed),
            options.Model,
            spans.Count(span => span.SourceChange is not null)
        );
    }
}
