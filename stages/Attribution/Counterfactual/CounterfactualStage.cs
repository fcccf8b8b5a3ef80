using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Text;
using Pipeline.Modeling.Tokenization;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Data;

namespace Pipeline.Stages.Attribution.Counterfactual;

/// <summary>
/// Asks of every span that a model borrowed whether it needed its source row: how likely it is, and whether it is written again, when the
/// model is retrained without the rows that spans are attributed to, and without as many other rows (the placebos). Spans whose source was
/// left in say nothing and are not measured.
/// </summary>
public sealed class CounterfactualStage(CounterfactualOptions options) : FoldStage
{
    /// <summary>The base model's folder.</summary>
    public const string Model = "model";

    /// <summary>The spans that the model borrowed.</summary>
    public const string Spans = "spans";

    /// <summary>Prefix of what fine-tuning made, by arm.</summary>
    public const string Tuned = "tuned:";

    /// <summary>Prefix of answers to the same prompts, by arm.</summary>
    public const string Answers = "answers:";

    /// <summary>Prefix of the rows that a model was trained without, by arm.</summary>
    public const string Excluded = "excluded:";

    /// <inheritdoc />
    public override string Name => "counterfactual";

    /// <inheritdoc />
    public override int Version => 4;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override ResourceSlot Slot => ResourceSlot.Device;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var excluded = new Dictionary<CounterfactualArm, HashSet<string>>();
        foreach (var arm in options.Arms)
        {
            excluded.Add(
                arm,
                (await InstanceTable.IdsAsync(inputs, Excluded + arm.Spell(), cancellation).ConfigureAwait(false)).ToHashSet(
                    StringComparer.Ordinal
                )
            );
        }

        var spans = await SpansAsync(inputs, excluded.GetValueOrDefault(CounterfactualArm.Source) ?? [], context, cancellation)
            .ConfigureAwait(false);
        var scoring = new SpanScoring(options, inputs[Model], context.CpuWorkers);
        var full = spans.Count > 0 ? scoring.Score(inputs[Tuned + CounterfactualArm.Full.Spell()], spans, cancellation) : [];
        var rows = new List<CounterfactualSpanRow>();
        foreach (var arm in (CounterfactualArm[])[CounterfactualArm.Full, .. options.Arms, CounterfactualArm.Base])
        {
            var scores =
                arm == CounterfactualArm.Full || spans.Count == 0
                    ? full
                    : scoring.Score(arm == CounterfactualArm.Base ? null : inputs[Tuned + arm.Spell()], spans, cancellation);
            var answers = await AnswersAsync(inputs, arm, cancellation).ConfigureAwait(false);
            var rowsLeftOut = excluded.GetValueOrDefault(arm)?.Count ?? 0;
            rows.AddRange(
                spans.Select(
                    (span, i) =>
                        Row(span, arm, scores[i], full[i], [.. answers[span.Span.InstanceId].Select(answer => answer.Text)], rowsLeftOut)
                )
            );
            context.Progress.Report(new StageProgress(rows.Count, (options.Arms.Count + 2) * spans.Count, "spans"));
        }

        await output.WritePartAsync(rows, cancellation).ConfigureAwait(false);
    }

    private static async Task<ILookup<string, GenerationRow>> AnswersAsync(
        StageInputs inputs,
        CounterfactualArm arm,
        CancellationToken cancellation
    ) =>
        (
            await inputs.RowsAsync<GenerationRow>(Answers + arm.Spell(), cancellation).ToListAsync(cancellation).ConfigureAwait(false)
        ).ToLookup(answer => answer.InstanceId, StringComparer.Ordinal);

    /// <summary>The borrowed spans whose source row the source arm was trained without, with their tokens.</summary>
    private async Task<List<MeasuredSpan>> SpansAsync(
        StageInputs inputs,
        HashSet<string> sources,
        StageContext context,
        CancellationToken cancellation
    )
    {
        var answers = await AnswersAsync(inputs, CounterfactualArm.Full, cancellation).ConfigureAwait(false);
        var tokenizer = TokenizerFile.Load(inputs[Model].Folder!);
        var starts = new Dictionary<GenerationRow, int[]>();
        var (measured, all) = (new List<MeasuredSpan>(), 0);
        await foreach (
            var span in inputs
                .RowsAsync<BorrowedSpanRow>(Spans, cancellation)
                .Where(span => span.Blames(options.Level))
                .ConfigureAwait(false)
        )
        {
            all++;
            if (!sources.Contains(span.SourceInstanceId) || MeasuredSpan.AnswerOf(span, answers[span.InstanceId]) is not { } answer)
            {
                continue;
            }

            if (!starts.TryGetValue(answer, out var places))
            {
                starts.Add(answer, places = TokenTexts.Starts(tokenizer, answer.AnswerIds));
            }

            if (MeasuredSpan.Locate(span, answer, places) is { } found)
            {
                measured.Add(found);
            }
        }

        context.Log.Information(
            "{Spans} of {All} borrowed spans go back to the {Rows} rows that were left out",
            measured.Count,
            all,
            sources.Count
        );
        return measured;
    }

    private CounterfactualSpanRow Row(
        MeasuredSpan measured,
        CounterfactualArm arm,
        double score,
        double full,
        List<string> answers,
        int excluded
    ) =>
        new()
        {
            InstanceId = measured.Span.InstanceId,
            Sample = measured.Answer.Sample,
            Model = options.Model,
            Start = measured.Span.Start,
            Length = measured.Span.Length,
            Text = measured.Span.Text,
            SourceInstanceId = measured.Span.SourceInstanceId,
            Arm = arm,
            Tokens = measured.Tokens,
            LogProbability = score,
            Change = score - full,
            GeneratedAgain = answers.Exists(answer => Words.Hold(answer, measured.Span.Text)),
            Answer = answers.FirstOrDefault() ?? "",
            ExcludedRows = excluded,
            SourceField = measured.Span.SourceField,
            SourceTurn = measured.Span.SourceTurn,
        };
}
