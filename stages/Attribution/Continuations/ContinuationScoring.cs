using Pipeline.Engine;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Mark;

namespace Pipeline.Stages.Attribution.Continuations;

/// <summary>The open scoring. The model is loaded when the first part with a span comes.</summary>
/// <param name="options">The settings.</param>
/// <param name="baseModel">The base model's folder.</param>
/// <param name="tuned">What fine-tuning made of it; null for the base itself.</param>
internal sealed class ContinuationScoring(ContinuationsOptions options, Artifact baseModel, Artifact? tuned)
    : IPartTransform<ContinuationRow>
{
    private IInferenceModel? _model;
    private IAnswerScorer? _scorer;
    private ITokenizer? _tokenizer;

    public async ValueTask<IReadOnlyList<ContinuationRow>> TransformAsync(
        PartInputs inputs,
        PartContext context,
        CancellationToken cancellation
    )
    {
        var marks = await inputs.ReadAsync<MarkedSpanRow>(ContinuationsStage.Marks, cancellation).ConfigureAwait(false);
        var spans = marks
            .Where(CanCompare)
            .DistinctBy(span => (span.InstanceId, span.Sample, span.Start, span.Length, span.RightText))
            .ToLookup(span => (span.InstanceId, span.Sample));
        if (spans.Count == 0)
        {
            return [];
        }

        var answers = await inputs.ReadAsync<GenerationRow>(ContinuationsStage.Answers, cancellation).ConfigureAwait(false);
        try
        {
            return Score(answers, spans, context.Stage, cancellation);
        }
        catch (InvalidDataException error)
        {
            throw new InputException($"Continuations of {options.Model} under {options.Scorer}: {error.Message}", error);
        }
    }

    public void Dispose()
    {
        _scorer?.Dispose();
        _model?.Dispose();
    }

    /// <summary>Whether a span is wrong and something else is known to be right.</summary>
    private static bool CanCompare(MarkedSpanRow span) =>
        span.Label == MarkLabel.Wrong && span.RightText.Length > 0 && span.RightText != span.Text;

    private List<ContinuationRow> Score(
        IReadOnlyList<GenerationRow> answers,
        ILookup<(string InstanceId, int Sample), MarkedSpanRow> spans,
        StageContext context,
        CancellationToken cancellation
    )
    {
        _model ??= InferenceModels.Load(baseModel, tuned, options.Precision, options.Device, cancellation);
        _scorer ??= _model.CreateScorer(context.CpuWorkers);
        _tokenizer ??= TokenizerFile.Load(baseModel.Folder!);
        var encoder = new ConversationEncoder(_tokenizer, options.Template);
        var continuations = answers
            .SelectMany(answer => SpanContinuations.Encode(answer, spans[(answer.InstanceId, answer.Sample)], _tokenizer, encoder))
            .ToList();
        var scores = TokenRunScores.Score(
            _scorer,
            [.. continuations.SelectMany(found => (TokenRun[])[found.Written, found.Right])],
            options.BatchSize,
            cancellation
        );
        context.Progress.Report(new StageProgress(continuations.Count, continuations.Count, "spans of this part"));
        return [.. continuations.Select((found, i) => Row(found, scores[2 * i], scores[(2 * i) + 1]))];
    }

    private ContinuationRow Row(SpanContinuations found, double[] written, double[] right)
    {
        var shared = Ids(found.Written).CommonPrefixLength(Ids(found.Right));
        var parts = shared < Math.Min(written.Length, right.Length);
        var (inAll, rightInAll) = (written.Sum(), right.Sum());
        return new ContinuationRow
        {
            InstanceId = found.Span.InstanceId,
            Sample = found.Span.Sample,
            Model = options.Model,
            Scorer = options.Scorer,
            Start = found.Span.Start,
            Length = found.Span.Length,
            Text = found.Span.Text,
            RightText = found.Span.RightText,
            Tokens = written.Length,
            RightTokens = right.Length,
            LogProbability = inAll,
            RightLogProbability = rightInAll,
            Margin = rightInAll - inAll,
            MarginPerToken = (rightInAll / right.Length) - (inAll / written.Length),
            SharedTokens = shared,
            NextLogProbability = parts ? written[shared] : null,
            RightNextLogProbability = parts ? right[shared] : null,
        };
    }

    private static ReadOnlySpan<int> Ids(TokenRun run) => run.Sequence.Written.AsSpan(run.First, run.Count);
}
