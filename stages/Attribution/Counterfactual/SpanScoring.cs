using Pipeline.Engine;
using Pipeline.Engine.Artifacts;
using Pipeline.Modeling.Decoding;
using Pipeline.Stages.Answers;

namespace Pipeline.Stages.Attribution.Counterfactual;

/// <summary>Reads answers with one model after the other and scores their spans. An answer with several spans is read once.</summary>
internal sealed class SpanScoring(CounterfactualOptions options, Artifact baseModel, int threads)
{
    /// <summary>Log-probability, nats, of each span under a model.</summary>
    /// <param name="tuned">What fine-tuning made; null for the base.</param>
    /// <param name="spans">The spans.</param>
    /// <param name="cancellation">Looked at before every batch, and between two pieces of the model.</param>
    /// <exception cref="InputException">The model cannot be loaded, or its logits are not numbers.</exception>
    public double[] Score(Artifact? tuned, IReadOnlyList<MeasuredSpan> spans, CancellationToken cancellation)
    {
        try
        {
            using var model = InferenceModels.Load(baseModel, tuned, options.Precision, options.Device, cancellation);
            using var scorer = model.CreateScorer(threads);
            var scores = new double[spans.Count];
            var answers = spans
                .Index()
                .GroupBy(entry => entry.Item.Answer)
                .Select(answer => answer.OrderByDescending(entry => entry.Item.AnswerIds.Length).ToList());
            foreach (
                var batch in answers
                    .OrderBy(answer => answer[0].Item.Answer.PromptIds.Length + answer[0].Item.AnswerIds.Length)
                    .Chunk(options.BatchSize)
            )
            {
                cancellation.ThrowIfCancellationRequested();
                Score(scorer, batch, scores);
            }

            return scores;
        }
        catch (InvalidDataException error)
        {
            throw new InputException($"Counterfactual of {options.Model}: {error.Message}", error);
        }
    }

    private static void Score(IAnswerScorer scorer, IReadOnlyList<List<(int Index, MeasuredSpan Item)>> batch, double[] scores)
    {
        scorer.Read([.. batch.Select(answer => (answer[0].Item.Answer.PromptIds, answer[0].Item.AnswerIds))]);
        var (positions, tokens, owners) = (new List<int>(), new List<int>(), new List<int>());
        var first = 0;
        foreach (var answer in batch)
        {
            foreach (var (index, span) in answer)
            {
                for (var token = span.FirstToken; token < span.FirstToken + span.Tokens; token++)
                {
                    positions.Add(first + token);
                    tokens.Add(span.AnswerIds[token]);
                    owners.Add(index);
                }
            }

            first += answer[0].Item.AnswerIds.Length;
        }

        var found = TokenLogProbabilities.Score(scorer, positions.ToArray(), tokens.ToArray());
        for (var i = 0; i < found.Length; i++)
        {
            scores[owners[i]] += found[i];
        }
    }
}
