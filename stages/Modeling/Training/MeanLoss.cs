using Pipeline.Modeling.Models;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Training;

/// <summary>The loss of a model as it stands: no dropout, no noise, no gradient.</summary>
internal static class MeanLoss
{
    /// <summary>Mean cross-entropy, nats, over all labels of some sequences; the result depends on no order.</summary>
    public static double Compute(
        CausalLanguageModel model,
        LoraAdapter? adapter,
        IReadOnlyList<TrainingSequence> sequences,
        int passSize,
        CancellationToken cancellation
    )
    {
        using var quiet = no_grad();
        var sum = 0.0;
        foreach (
            var pass in sequences
                .OrderBy(sequence => sequence.TokenIds.Length)
                .ThenBy(sequence => sequence.Id, StringComparer.Ordinal)
                .Chunk(passSize)
        )
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            sum += Loss.Sum(model, pass, new TrainingPass { Adapter = adapter }).item<float>();
        }

        return sum / sequences.Sum(sequence => (long)sequence.Labels);
    }
}
