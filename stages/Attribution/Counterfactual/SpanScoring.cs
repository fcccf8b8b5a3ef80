using Pipeline.Engine;
using Pipeline.Engine.Artifacts;
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
            return
            [
                .. TokenRunScores
                    .Score(scorer, [.. spans.Select(span => span.Run)], options.BatchSize, cancellation)
                    .Select(tokens => tokens.Sum()),
            ];
        }
        catch (InvalidDataException error)
        {
            throw new InputException($"Counterfactual of {options.Model}: {error.Message}", error);
        }
    }
}
