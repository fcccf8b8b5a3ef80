using Pipeline.Engine.Stages;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Rephrase;

namespace Pipeline.Stages.Attribution.PromptCounterfactual;

/// <summary>
/// Asks of every borrowed span whether the same model writes it again when the prompt is rephrased: without the concept that prompt and
/// source row share, and, as a placebo, with something else changed. Rows for each span and rephrasing, and a summary of all models.
/// </summary>
public sealed class PromptCounterfactualStage(PromptCounterfactualOptions options) : FoldStage
{
    /// <summary>Prefix of a model's judged spans.</summary>
    public const string Spans = "spans:";

    /// <summary>Prefix of how its prompts were rephrased.</summary>
    public const string Rephrasings = "rephrasings:";

    /// <summary>Prefix of its answers to the rephrased prompts.</summary>
    public const string Answers = "answers:";

    /// <inheritdoc />
    public override string Name => "prompt-counterfactual";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var summary = new List<PromptCounterfactualSummaryRow>();
        foreach (var series in options.Models.GroupBy(model => model.Series, StringComparer.Ordinal))
        {
            var (all, withoutConcept) = (new List<PromptCounterfactualSpanRow>(), 0);
            foreach (var model in series)
            {
                var rephrasings = await inputs
                    .ReadFileAsync<RephrasingRow>(Rephrasings + model.Model, RephrasingRow.FileName, cancellation)
                    .ConfigureAwait(false);
                var missing = CountWithoutConcept(rephrasings);
                var rows = await MeasureAsync(inputs, model.Model, rephrasings, cancellation).ConfigureAwait(false);
                await output.WritePartAsync(rows, cancellation).ConfigureAwait(false);
                summary.AddRange(new RephrasingComparison(model.Model, rows, missing).Rows());
                all.AddRange(rows);
                withoutConcept += missing;
                context.Log.Information(
                    "{Model:l}: {Spans} borrowed spans under rephrased prompts, {Prompts} prompts without a rephrasing of the concept",
                    model.Model,
                    rows.DistinctBy(row => (row.InstanceId, row.Sample, row.Start, row.Length)).Count(),
                    missing
                );
            }

            if (series.Count() > 1)
            {
                summary.AddRange(new RephrasingComparison(series.Key, all, withoutConcept).Rows());
            }
        }

        await output.WriteTableAsync(PromptCounterfactualSummaryRow.FileName, summary, cancellation).ConfigureAwait(false);
    }

    private static int CountWithoutConcept(IReadOnlyList<RephrasingRow> rephrasings) =>
        rephrasings
            .GroupBy(row => row.InstanceId, StringComparer.Ordinal)
            .Count(prompt => !prompt.Any(row => row is { Kind: RephrasingKind.Concept, RephrasedInstanceId.Length: > 0 }));

    /// <summary>The spans of a model under each rephrasing of their prompts; those of the rule are about the spans of one source
    /// row.</summary>
    private async Task<List<PromptCounterfactualSpanRow>> MeasureAsync(
        StageInputs inputs,
        string model,
        IReadOnlyList<RephrasingRow> rephrasings,
        CancellationToken cancellation
    )
    {
        var spans = BlamedSpans.ListStrongest(
            await inputs.RowsAsync<BorrowedSpanRow>(Spans + model, cancellation).ToListAsync(cancellation).ConfigureAwait(false),
            options.Level,
            options.Top
        );
        var answers = (
            await inputs.RowsAsync<GenerationRow>(Answers + model, cancellation).ToListAsync(cancellation).ConfigureAwait(false)
        ).ToLookup(answer => answer.InstanceId, answer => answer.Text, StringComparer.Ordinal);
        var byPrompt = rephrasings
            .Where(rephrasing => rephrasing.RephrasedInstanceId.Length > 0)
            .ToLookup(rephrasing => rephrasing.InstanceId, StringComparer.Ordinal);
        return (
            from span in spans
            from rephrasing in byPrompt[span.InstanceId]
            where rephrasing.SourceInstanceId.Length == 0 || rephrasing.SourceInstanceId == span.SourceInstanceId
            where !Words.Hold(rephrasing.Text, span.Text)
            select Row(model, span, rephrasing, [.. answers[rephrasing.RephrasedInstanceId]])
        ).ToList();
    }

    private static PromptCounterfactualSpanRow Row(string model, BorrowedSpanRow span, RephrasingRow rephrasing, List<string> answers) =>
        new()
        {
            InstanceId = span.InstanceId,
            Sample = span.Sample,
            Model = model,
            Start = span.Start,
            Length = span.Length,
            Text = span.Text,
            SourceInstanceId = span.SourceInstanceId,
            RephrasedInstanceId = rephrasing.RephrasedInstanceId,
            Kind = rephrasing.Kind,
            RephrasedPrompt = rephrasing.Text,
            WrittenAgain = answers.Exists(answer => Words.Hold(answer, span.Text)),
            Answer = answers.FirstOrDefault() ?? "",
            SourceField = span.SourceField,
            SourceTurn = span.SourceTurn,
        };
}
