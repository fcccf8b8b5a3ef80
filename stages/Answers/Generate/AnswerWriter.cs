using System.Diagnostics;
using Pipeline.Engine;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Tokenization;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Answers.Generate;

/// <summary>The open generation.</summary>
internal sealed class AnswerWriter : IPartTransform<GenerationRow>
{
    private const int CapacityUnit = 128;
    private const char Separator = (char)0x1F;

    private readonly GenerateOptions _options;
    private readonly IInferenceModel _model;
    private readonly ITokenizer _tokenizer;
    private readonly PromptWriter _prompts;
    private readonly SamplingSettings _sampling;
    private readonly StopCondition _stop;
    private readonly string _identity;
    private (ITokenEngine Engine, int Capacity)? _engine;
    private (long Tokens, double Seconds) _written;

    public AnswerWriter(GenerateOptions options, IInferenceModel model, ITokenizer tokenizer, string digest)
    {
        (_options, _model, _tokenizer) = (options, model, tokenizer);
        _prompts = new PromptWriter(options, tokenizer);
        _sampling = new SamplingSettings
        {
            Temperature = options.Temperature,
            TopK = options.TopK,
            TopP = options.TopP,
            RepetitionPenalty = options.RepetitionPenalty,
        };
        _stop = new StopCondition(tokenizer.Decode, _prompts.EndTokens, _prompts.StopStrings);
        _identity = $"{digest} {_sampling} {string.Join(' ', _stop.EndTokens.Order())} {string.Join(Separator, _stop.StopStrings)}";
    }

    public async ValueTask<IReadOnlyList<GenerationRow>> TransformAsync(
        PartInputs inputs,
        PartContext context,
        CancellationToken cancellation
    )
    {
        var prompts = await inputs.ReadAsync<InstanceRow>(GenerateStage.Prompts, cancellation).ConfigureAwait(false);
        var asked = prompts
            .SelectMany(prompt => Enumerable.Range(0, _options.Samples).Select(sample => (Prompt: prompt, Sample: sample)))
            .ToList();
        var requests = asked.ConvertAll(entry => Request(entry.Prompt, entry.Sample));
        var answers = Answer(requests, context.Stage, cancellation);
        return asked.Select((entry, i) => Row(entry.Prompt, entry.Sample, requests[i].Prompt, answers[i])).ToList();
    }

    public void Dispose()
    {
        _engine?.Engine.Dispose();
        _model.Dispose();
    }

    private AnswerRequest Request(InstanceRow prompt, int sample)
    {
        var ids = _prompts.Write(prompt);
        var room = (_model.LongestSequence ?? int.MaxValue) - ids.Length;
        return ids.Length > 0 && room > 0
            ? new AnswerRequest(ids, SeedOf(prompt.InstanceId, sample), Math.Min(_options.MaxNewTokens, room))
            : throw new InputException(
                $"Prompt {prompt.InstanceId} has {ids.Length} tokens, template included; the model takes 1 to "
                    + $"{_model.LongestSequence - 1} before an answer."
            );
    }

    /// <summary>A stream of random numbers of each answer's own, so that answers depend neither on each other nor on their order.</summary>
    private ulong SeedOf(string instance, int sample) =>
        _sampling.IsGreedy ? 0 : Convert.ToUInt64(Digest.OfText($"{_options.Seed} {sample} {instance}")[..16], 16);

    private DecodedAnswer[] Answer(List<AnswerRequest> requests, StageContext context, CancellationToken cancellation)
    {
        var memo = _options.UsesVectors ? new AnswerMemo(context.Memo, _identity) : null;
        var answers = requests.Select(request => memo?.Find(request)).ToArray();
        var open = Enumerable.Range(0, requests.Count).Where(i => answers[i] is null).ToList();
        var (done, clock) = (requests.Count - open.Count, Stopwatch.StartNew());
        if (open.Count > 0)
        {
            var decoder = new AnswerDecoder(
                Engine(open.Max(i => requests[i].Prompt.Length + requests[i].MaximumTokens), context.CpuWorkers),
                _sampling,
                _stop
            );
            foreach (var (request, answer) in decoder.Decode(open.ConvertAll(i => requests[i]), cancellation))
            {
                answers[open[request]] = answer;
                memo?.Add(requests[open[request]], answer);
                _written = (_written.Tokens + answer.Ids.Length, _written.Seconds);
                context.Progress.Report(new StageProgress(++done, requests.Count, "answers of this part"));
            }
        }

        _written = (_written.Tokens, _written.Seconds + clock.Elapsed.TotalSeconds);
        Tell(answers!, context);
        return answers!;
    }

    /// <summary>An engine with room for sequences of that many tokens; that of the last part where it has.</summary>
    private ITokenEngine Engine(int longest, int threads)
    {
        if (_engine is not { } current || current.Capacity < longest)
        {
            _engine?.Engine.Dispose();
            var capacity = (longest + CapacityUnit - 1) / CapacityUnit * CapacityUnit;
            _engine = (_model.CreateEngine(_options.BatchSize, capacity, threads), capacity);
        }

        return _engine.Value.Engine;
    }

    private void Tell(IReadOnlyList<DecodedAnswer> answers, StageContext context)
    {
        var ties = answers.Sum(answer => answer.NearTies);
        if (ties > 0)
        {
            context.Log.Information(
                "{Ties} of {Tokens} tokens were chosen over another whose logit was closer than 1e-4; other hardware may choose the other",
                ties,
                answers.Sum(answer => answer.Ids.Length)
            );
        }

        if (_written.Seconds > 0)
        {
            context.Volatile("tokens_per_second", _written.Tokens / _written.Seconds);
        }
    }

    private GenerationRow Row(InstanceRow prompt, int sample, int[] promptIds, DecodedAnswer answer) =>
        new()
        {
            InstanceId = prompt.InstanceId,
            Sample = sample,
            Model = _options.Model,
            Prompt = prompt.RequestText(),
            Text = _prompts.TextOf(_stop.Cut(_tokenizer.Decode(answer.Finish == AnswerFinish.EndToken ? answer.Ids[..^1] : answer.Ids))),
            Reference = prompt.Response.Length == 0 ? null : prompt.Response,
            PromptIds = promptIds,
            AnswerIds = answer.Ids,
            LogProbabilities = answer.LogProbabilities,
            NearTies = answer.NearTies,
            FinishReason = answer.Finish switch
            {
                AnswerFinish.EndToken => FinishReason.Stop,
                AnswerFinish.StopString => FinishReason.StopString,
                _ => FinishReason.Length,
            },
        };
}
