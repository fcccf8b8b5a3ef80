using System.Diagnostics;
using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers.Generate;

namespace Pipeline.Stages.Answers.Shift;

/// <summary>The open measurement: two models side by side, the tuned of which reads every answer once and the base once for each
/// wrapper.</summary>
internal sealed class ShiftMeasurement : IPartTransform<TokenShiftRow>
{
    private readonly ShiftOptions _options;
    private readonly ComparedModels _models;
    private readonly ConversationEncoder _encoder;
    private readonly IReadOnlyList<WrappedPrompt> _prompts;
    private readonly int _vocabulary;
    private readonly Func<int, string>? _textOf;
    private (long Tokens, double Seconds) _scored;

    public ShiftMeasurement(ShiftOptions options, ComparedModels models)
    {
        _options = options;
        _models = models;
        _encoder = new ConversationEncoder(models.Tokenizer, options.Template);
        _prompts = [.. options.BaseWrappers.Prepend(BaseWrapper.Same).Distinct().Select(wrapper => new WrappedPrompt(wrapper, _encoder))];
        _vocabulary = Math.Min(models.Base.VocabularySize, (models.Tuned ?? models.Base).VocabularySize);
        if (options.TopKMatch == TokenMatch.Text)
        {
            var texts = Enumerable.Range(0, models.Tokenizer.VocabularySize).Select(id => models.Tokenizer.Decode([id])).ToArray();
            _textOf = id => id < texts.Length ? texts[id] : "";
        }
    }

    public async ValueTask<IReadOnlyList<TokenShiftRow>> TransformAsync(
        PartInputs inputs,
        PartContext context,
        CancellationToken cancellation
    )
    {
        var answers = await inputs.ReadAsync<GenerationRow>(ShiftStage.Answers, cancellation).ConfigureAwait(false);
        if (answers.Count(answer => answer.AnswerIds.Length == 0) is > 0 and var texts)
        {
            context.Stage.Log.Information(
                "{Texts} of {Answers} answers of {Model:l} came as text and were tokenized here, once; what the model wrote may "
                    + "have been other tokens, and not its most likely ones",
                texts,
                answers.Count,
                _options.Model
            );
        }

        return Measure(answers.Select(Ids).Where(answer => answer.Tokens.Length > 0).ToList(), context.Stage, cancellation);
    }

    public void Dispose() => _models.Dispose();

    /// <summary>The ids that were read and written. Imported answers have none, so their texts are tokenized here, once, as what follows
    /// the prompt.</summary>
    private ScoredAnswer Ids(GenerationRow row)
    {
        var (prompt, tokens) =
            row.AnswerIds.Length > 0
                ? (row.PromptIds, row.AnswerIds)
                : _encoder.Exchange(new Conversation(null, [], row.Prompt, null), row.Text);
        return prompt.Concat(tokens).FirstOrDefault(id => id >= _vocabulary, -1) is >= 0 and var unknown
            ? throw new InputException(
                $"Shift of {_options.Model}: answer {row.InstanceId} holds token {unknown}, but only tokens below {_vocabulary} are "
                    + $"known to both it and {_options.Reference}; "
                    + "give the model a template without tokens of its own."
            )
            : new ScoredAnswer(row, prompt, [.. _prompts.Select(wrapper => wrapper.Encode(row, prompt))], tokens);
    }

    private List<TokenShiftRow> Measure(List<ScoredAnswer> answers, StageContext context, CancellationToken cancellation)
    {
        var comparison = new AnswerComparison(_models.Base, _models.Tuned, _prompts.Count, _options.TopK, _textOf, context.CpuWorkers);
        var rows = new IReadOnlyList<TokenShiftRow>[answers.Count];
        var (done, scored, clock) = (0, 0L, Stopwatch.StartNew());
        foreach (var batch in Enumerable.Range(0, answers.Count).OrderBy(i => answers[i].Length).ThenBy(i => i).Chunk(_options.BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            var members = batch.Select(i => answers[i]).ToList();
            var shifts = Compare(comparison, members);
            var (first, all) = (0, shifts.Length / _prompts.Count);
            foreach (var i in batch)
            {
                var length = answers[i].Tokens.Length;
                rows[i] = Rows(answers[i], wrapper => shifts.AsSpan((wrapper * all) + first, length));
                first += length;
            }

            scored += all;
            context.Progress.Report(new StageProgress(done += batch.Length, answers.Count, "answers of this part"));
        }

        _scored = (_scored.Tokens + scored, _scored.Seconds + clock.Elapsed.TotalSeconds);
        if (_scored.Tokens > 0)
        {
            context.Volatile("tokens_per_second", _scored.Tokens / _scored.Seconds);
        }

        return rows.SelectMany(answer => answer).ToList();
    }

    private PositionShift[] Compare(AnswerComparison comparison, List<ScoredAnswer> members)
    {
        try
        {
            _models.Base.Read([
                .. Enumerable
                    .Range(0, _prompts.Count)
                    .SelectMany(wrapper => members.Select(answer => (answer.BasePrompts[wrapper], answer.Tokens))),
            ]);
            _models.Tuned?.Read(members.ConvertAll(answer => (answer.Prompt, answer.Tokens)));
            var shifts = comparison.Compare(members.SelectMany(answer => answer.Tokens).ToList());
            return shifts.All(shift => double.IsFinite(shift.KlTunedBase + shift.KlBaseTuned))
                ? shifts
                : throw new InvalidDataException("a logit is not a finite number");
        }
        catch (Exception error)
            when ((error as AggregateException)?.InnerException is InvalidDataException || error is InvalidDataException)
        {
            throw new InputException(
                $"Shift of {_options.Model}: {error.GetBaseException().Message}, for an answer among "
                    + $"{string.Join(", ", members.Select(answer => answer.Row.InstanceId))}.",
                error
            );
        }
    }

    /// <summary>The rows of an answer, wrapper by wrapper.</summary>
    private List<TokenShiftRow> Rows(ScoredAnswer answer, ShiftsOfWrapper shifts)
    {
        var tokens = new AnswerTokens(_models.Tokenizer, answer.Tokens, answer.Row.Text);
        var rows = new List<TokenShiftRow>(_prompts.Count * answer.Tokens.Length);
        for (var wrapper = 0; wrapper < _prompts.Count; wrapper++)
        {
            var ofWrapper = shifts(wrapper);
            for (var t = 0; t < ofWrapper.Length; t++)
            {
                var row = Row(ofWrapper[t]);
                row.InstanceId = answer.Row.InstanceId;
                row.Sample = answer.Row.Sample;
                row.Wrapper = _prompts[wrapper].Wrapper;
                row.TokenId = answer.Tokens[t];
                row.EndsAnswer = t == ofWrapper.Length - 1 && answer.Row.FinishReason == FinishReason.Stop;
                tokens.Describe(row, t);
                rows.Add(row);
            }
        }

        return rows;
    }

    private TokenShiftRow Row(PositionShift shift) =>
        new()
        {
            Model = _options.Model,
            Method = _options.Method,
            Reference = _options.Reference,
            KlTunedBase = (float)shift.KlTunedBase,
            KlBaseTuned = (float)shift.KlBaseTuned,
            EntropyBase = (float)shift.EntropyBase,
            EntropyTuned = (float)shift.EntropyTuned,
            TokenBaseRank = shift.Token.BaseRank,
            TokenBaseProbability = (float)shift.Token.BaseProbability,
            TokenTunedProbability = (float)shift.Token.TunedProbability,
            ArgmaxId = shift.Argmax.Id,
            ArgmaxBaseRank = shift.Argmax.BaseRank,
            ArgmaxBaseProbability = (float)shift.Argmax.BaseProbability,
            ArgmaxTunedProbability = (float)shift.Argmax.TunedProbability,
            TopKKl = (float)shift.TopK.Kl,
            TopKBaseRank = shift.TopK.BaseRank,
            TopKBaseProbability = (float)shift.TopK.BaseProbability,
            ShiftClass = PositionShift.Classify(shift.Argmax.BaseRank),
        };

    private delegate ReadOnlySpan<PositionShift> ShiftsOfWrapper(int wrapper);

    private sealed record ScoredAnswer(GenerationRow Row, int[] Prompt, int[][] BasePrompts, int[] Tokens)
    {
        public int Length => Prompt.Length + Tokens.Length;
    }
}
