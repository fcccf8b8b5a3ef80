using Pipeline.Modeling.Models;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Training;

/// <summary>One optimiser step: gradients summed over forward passes, one mean over all labels of the step, clipping, AdamW.</summary>
internal sealed class StepRunner(CausalLanguageModel model, LoraAdapter? adapter, TrainingSettings settings, FusedAdamW optimizer)
{
    /// <summary>Runs a step. Dropout and noise are drawn from seed and step, so it does not matter where a run was resumed.</summary>
    /// <param name="batch">Its sequences.</param>
    /// <param name="index">0-based step.</param>
    /// <param name="rate">Its learning rate.</param>
    /// <returns>Mean loss over the labels, nats, and the gradient's norm before clipping.</returns>
    /// <exception cref="InvalidDataException">Loss or gradient is not a finite number; the weights are as they were before the
    /// step.</exception>
    public (double Loss, double GradientNorm) Run(TrainingBatch batch, int index, double rate)
    {
        var seed = unchecked((settings.Seed * 1_000_003) + index);
        using var noise = settings.NoiseAlpha > 0 ? new EmbeddingNoise(settings.NoiseAlpha, seed) : null;
        var labels = batch.LabelTokens;
        var sum = 0.0;
        foreach (var (place, pass) in batch.Sequences.Chunk(Math.Min(settings.MicroBatchSize, batch.Sequences.Count)).Index())
        {
            using var scope = NewDisposeScope();
            var training = new TrainingPass
            {
                Adapter = adapter,
                Dropout = true,
                DropoutSeed = unchecked((seed * 8191) + place),
                Recompute = settings.Recompute,
            };
            var loss = Loss.Sum(model, pass, training, noise).Divide(labels);
            sum += loss.item<float>();
            RequireFinite("loss", sum, batch, index, rate);
            loss.backward();
        }

        var norm = optimizer.Step(rate, settings.MaximumGradientNorm);
        RequireFinite("gradient norm", norm, batch, index, rate);
        return (sum, norm);
    }

    private static void RequireFinite(string what, double value, TrainingBatch batch, int index, double rate)
    {
        if (!double.IsFinite(value))
        {
            throw new InvalidDataException(
                $"The {what} of step {index + 1} is {value} at learning rate {rate:0.####e0}; a smaller rate may help. Rows of the batch: "
                    + string.Join(", ", batch.Sequences.Select(sequence => sequence.Id))
                    + "."
            );
        }
    }
}
