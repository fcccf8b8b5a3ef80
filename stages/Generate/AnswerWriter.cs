using System.Runtime.InteropServices;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Ingest;

namespace Pipeline.Stages.Generate;

/// <summary>The open generation. Answers are remembered by request, so that a kill or an inserted prompt repeats none.</summary>
internal sealed class AnswerWriter : IPartTransform<GenerationRow>
{
    private readonly GenerateOptions _options;
    private readonly CausalLanguageModel _model;
    private readonly TunedModel _tuned;
    private readonly ITokenizer _tokenizer;
    private readonly ConversationEncoder _encoder;
    private readonly GreedyDecoder _decoder;
    private readonly string _identity;

    public AnswerWriter(GenerateOptions options, CausalLanguageModel model, TunedModel tuned, ITokenizer tokenizer, string identity)
    {
        _options = options;
        _model = model;
        _tuned = tuned;
        _tokenizer = tokenizer;
        _encoder = new ConversationEncoder(tokenizer, options.Template);
        _decoder = new GreedyDecoder(tuned, _encoder.EndOfAnswer, options.MaxNewTokens);
        _identity = $"{identity} {options.MaxNewTokens} {_encoder.EndOfAnswer}";
    }

    public async ValueTask<IReadOnlyList<GenerationRow>> TransformAsync(PartInputs inputs, PartContext context, CancellationToken cancellation)
    {
        var prompts = await inputs.ReadAsync<InstanceRow>(GenerateStage.Prompts, cancellation).ConfigureAwait(false);
        var encoded = prompts.Select(prompt => _encoder.Prompt(prompt.ToConversation())).ToList();
        return Answer(encoded, context.Stage, cancellation).Select((answer, i) => Row(prompts[i], encoded[i], answer)).ToList();
    }

    public void Dispose()
    {
        _tuned.Dispose();
        _model.Dispose();
    }

    private int[][] Answer(List<int[]> prompts, StageContext context, CancellationToken cancellation)
    {
        var answers = new int[prompts.Count][];
        var open = new List<int>();
        for (var i = 0; i < prompts.Count; i++)
        {
            if (context.Memo.TryGet(RequestDigest(prompts[i]), out var reply))
            {
                answers[i] = MemoryMarshal.Cast<byte, int>(reply).ToArray();
            }
            else
            {
                open.Add(i);
            }
        }

        var done = prompts.Count - open.Count;
        foreach (var batch in open.OrderBy(i => prompts[i].Length).ThenBy(i => i).Chunk(_options.BatchSize))
        {
            var decoded = _decoder.Decode(batch.Select(i => prompts[i]).ToList(), cancellation);
            for (var k = 0; k < batch.Length; k++)
            {
                answers[batch[k]] = decoded[k];
            }

            // All of a batch or none: what is left after a kill then falls into the same batches, and so comes out the same to the last bit.
            context.Memo.Put(batch.Select(i => (RequestDigest(prompts[i]), (ReadOnlyMemory<byte>)MemoryMarshal.AsBytes<int>(answers[i]).ToArray())).ToList());
            context.Progress.Report(new StageProgress(done += batch.Length, prompts.Count, "answers of this part"));
        }

        return answers;
    }

    private string RequestDigest(int[] prompt) => Digest.OfText($"{_identity} {string.Join(' ', prompt)}");

    private GenerationRow Row(InstanceRow prompt, int[] promptIds, int[] answer)
    {
        var stopped = answer.Length > 0 && answer[^1] == _encoder.EndOfAnswer;
        return new GenerationRow
        {
            InstanceId = prompt.InstanceId,
            Model = _options.Model,
            Prompt = prompt.RequestText(),
            Text = _tokenizer.Decode(stopped ? answer[..^1] : answer),
            Reference = prompt.Response.Length == 0 ? null : prompt.Response,
            PromptIds = promptIds,
            AnswerIds = answer,
            FinishReason = stopped ? "stop" : "length",
        };
    }
}
