using Pipeline.Engine;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Generate;

namespace Pipeline.Stages.Shift;

/// <summary>The open measurement: two models side by side, each of which reads every answer once.</summary>
internal sealed class ShiftMeasurement : IPartTransform<TokenShiftRow>
{
    private readonly ShiftOptions _options;
    private readonly ComparedModels _models;
    private readonly ITokenizer _tokenizer;
    private readonly ConversationEncoder _encoder;
    private readonly BasePrompt _basePrompt;
    private readonly Func<int, string>? _textOf;

    public ShiftMeasurement(ShiftOptions options, ComparedModels models, ITokenizer tokenizer)
    {
        _options = options;
        _models = models;
        _tokenizer = tokenizer;
        _encoder = new ConversationEncoder(tokenizer, options.Template);
        _basePrompt = new BasePrompt(options.Wrapper, tokenizer);
        if (options.TopKMatch == TokenMatch.Text)
        {
            var texts = Enumerable.Range(0, tokenizer.VocabularySize).Select(id => tokenizer.Decode([id])).ToArray();
            _textOf = id => id < texts.Length ? texts[id] : "";
        }
    }

    public async ValueTask<IReadOnlyList<TokenShiftRow>> TransformAsync(PartInputs inputs, PartContext context, CancellationToken cancellation)
    {
        var answers = await inputs.ReadAsync<GenerationRow>(ShiftStage.Answers, cancellation).ConfigureAwait(false);
        return Measure(answers.Select(Ids).Where(answer => answer.Tokens.Length > 0).ToList(), context.Stage, cancellation);
    }

    public void Dispose() => _models.Dispose();

    /// <summary>The ids that were read and written. Imported answers have none, so their texts are tokenized here, once.</summary>
    private ScoredAnswer Ids(GenerationRow row)
    {
        var prompt = row.PromptIds.Length > 0 ? row.PromptIds : _encoder.Prompt(new Conversation(null, [], row.Prompt, null));
        return new ScoredAnswer(row, prompt, _basePrompt.Of(row, prompt), row.AnswerIds.Length > 0 ? row.AnswerIds : [.. _tokenizer.Encode(row.Text)]);
    }

    private List<TokenShiftRow> Measure(List<ScoredAnswer> answers, StageContext context, CancellationToken cancellation)
    {
        var comparison = new AnswerComparison(_models.Base, _models.Tuned, _options.TopK, _textOf, context.CpuWorkers);
        var rows = new IReadOnlyList<TokenShiftRow>[answers.Count];
        var done = 0;
        foreach (var batch in Enumerable.Range(0, answers.Count).OrderBy(i => answers[i].Length).ThenBy(i => i).Chunk(_options.BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            var members = batch.Select(i => answers[i]).ToList();
            var shifts = Compare(comparison, members);
            foreach (var i in batch)
            {
                rows[i] = Rows(answers[i], shifts.AsSpan(0, answers[i].Tokens.Length));
                shifts = shifts[answers[i].Tokens.Length..];
            }

            context.Progress.Report(new StageProgress(done += batch.Length, answers.Count, "answers of this part"));
        }

        return rows.SelectMany(answer => answer).ToList();
    }

    private PositionShift[] Compare(AnswerComparison comparison, List<ScoredAnswer> members)
    {
        try
        {
            _models.Base.Read(members.ConvertAll(answer => (answer.BasePrompt, answer.Tokens)));
            _models.Tuned.Read(members.ConvertAll(answer => (answer.Prompt, answer.Tokens)));
            var shifts = comparison.Of(members.SelectMany(answer => answer.Tokens).ToList());
            return shifts.All(shift => double.IsFinite(shift.KlTunedBase + shift.KlBaseTuned)) ? shifts : throw new InvalidDataException("a logit is not a finite number");
        }
        catch (Exception error) when ((error as AggregateException)?.InnerException is InvalidDataException || error is InvalidDataException)
        {
            throw new InputException($"Shift of {_options.Model}: {error.GetBaseException().Message}, for an answer among {string.Join(", ", members.Select(answer => answer.Row.InstanceId))}.", error);
        }
    }

    private List<TokenShiftRow> Rows(ScoredAnswer answer, ReadOnlySpan<PositionShift> shifts)
    {
        var tokens = new AnswerTokens(_tokenizer, answer.Tokens, answer.Row.Text);
        var rows = new List<TokenShiftRow>(shifts.Length);
        for (var t = 0; t < shifts.Length; t++)
        {
            var shift = shifts[t];
            var row = new TokenShiftRow
            {
                InstanceId = answer.Row.InstanceId,
                Sample = answer.Row.Sample,
                Model = _options.Model,
                Method = _options.Method,
                Wrapper = _options.Wrapper.ToString().ToLowerInvariant(),
                TokenId = answer.Tokens[t],
                EndsAnswer = t == shifts.Length - 1 && answer.Tokens[t] == _encoder.EndOfAnswer,
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
                ShiftClass = PositionShift.ClassOf(shift.Argmax.BaseRank),
            };
            tokens.Describe(row, t);
            rows.Add(row);
        }

        return rows;
    }

    private sealed record ScoredAnswer(GenerationRow Row, int[] Prompt, int[] BasePrompt, int[] Tokens)
    {
        public int Length => Prompt.Length + Tokens.Length;
    }
}
