using Pipeline.Engine.Stages;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Text;
using Pipeline.Modeling.Tokenization;
using Pipeline.Stages.Generate;
using static TorchSharp.torch;

namespace Pipeline.Stages.Shift;

/// <summary>The open measurement: base and tuned model side by side.</summary>
internal sealed class ShiftMeasurement(ShiftOptions options, CausalLanguageModel model, TunedModel tuned, ITokenizer tokenizer) : IPartTransform<TokenShiftRow>
{
    public async ValueTask<IReadOnlyList<TokenShiftRow>> TransformAsync(PartInputs inputs, PartContext context, CancellationToken cancellation)
    {
        var answers = await inputs.ReadAsync<GenerationRow>(ShiftStage.Answers, cancellation).ConfigureAwait(false);
        return Measure(answers, context.Stage, cancellation);
    }

    public void Dispose()
    {
        tuned.Dispose();
        model.Dispose();
    }

    private List<TokenShiftRow> Measure(IReadOnlyList<GenerationRow> answers, StageContext context, CancellationToken cancellation)
    {
        using var quiet = no_grad();
        var rows = new List<TokenShiftRow>[answers.Count];
        var done = 0;
        foreach (var batch in Enumerable.Range(0, answers.Count).OrderBy(i => answers[i].PromptIds.Length + answers[i].AnswerIds.Length).ThenBy(i => i).Chunk(options.BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var pairs = batch.Select(i => (answers[i].PromptIds, answers[i].AnswerIds)).ToList();
            var before = AnswerHiddenStates.Of(TunedModel.Untuned(model), pairs);
            var after = AnswerHiddenStates.Of(tuned, pairs);
            for (var k = 0; k < batch.Length; k++)
            {
                using var inner = NewDisposeScope();
                var shift = DistributionShift.Of(model.Logits(before[k]), tuned.Model.Logits(after[k]));
                rows[batch[k]] = Rows(answers[batch[k]], shift);
            }

            context.Progress.Report(new StageProgress(done += batch.Length, answers.Count, "answers of this part"));
        }

        return rows.SelectMany(answer => answer).ToList();
    }

    private List<TokenShiftRow> Rows(GenerationRow answer, DistributionShift shift)
    {
        var starts = TokenTexts.Starts(tokenizer, answer.AnswerIds);
        var sentences = SentenceSplitter.Split(answer.Text);
        var sentenceOf = starts.Select(start => SentenceAt(sentences, start)).ToArray();
        var tokensIn = sentenceOf.CountBy(sentence => sentence).ToDictionary(entry => entry.Key, entry => entry.Value);
        var seen = new Dictionary<int, int>();
        var rows = new List<TokenShiftRow>(answer.AnswerIds.Length);
        for (var t = 0; t < answer.AnswerIds.Length; t++)
        {
            var end = t + 1 < starts.Length ? starts[t + 1] : answer.Text.Length;
            var position = seen.GetValueOrDefault(sentenceOf[t]);
            seen[sentenceOf[t]] = position + 1;
            rows.Add(new TokenShiftRow
            {
                InstanceId = answer.InstanceId,
                Position = t,
                SentenceIndex = sentenceOf[t],
                PositionInSentence = position,
                SentenceTokens = tokensIn[sentenceOf[t]],
                TokenId = answer.AnswerIds[t],
                TokenText = answer.Text[Math.Min(starts[t], answer.Text.Length)..Math.Max(Math.Min(starts[t], answer.Text.Length), end)],
                KlTunedBase = shift.KlTunedBase[t],
                KlBaseTuned = shift.KlBaseTuned[t],
                BaseRank = shift.BaseRank[t],
                BaseProbability = shift.BaseProbability[t],
                TunedProbability = shift.TunedProbability[t],
                ShiftClass = DistributionShift.ClassOf(shift.BaseRank[t]),
            });
        }

        return rows;
    }

    /// <summary>The sentence whose end lies after the character, so that white space counts to the sentence it leads into.</summary>
    private static int SentenceAt(IReadOnlyList<(int Start, int Length)> sentences, int character)
    {
        var index = 0;
        while (index + 1 < sentences.Count && sentences[index].Start + sentences[index].Length <= character)
        {
            index++;
        }

        return index;
    }
}
