using Pipeline.Modeling.Models;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Training;

/// <summary>The training objective.</summary>
public static class Loss
{
    /// <summary>
    /// Sum of the cross-entropy, nats, over the labels of right-padded sequences. Logits are made at label positions only, and of a few
    /// labels at a time.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="sequences">The sequences of one forward pass.</param>
    /// <param name="training">Adapter, dropout and recomputation of the pass.</param>
    /// <param name="noise">Noise on the embeddings; null for none.</param>
    /// <returns>A scalar tensor with a gradient; the caller divides it by the step's label count.</returns>
    public static Tensor Sum(
        CausalLanguageModel model,
        IReadOnlyList<TrainingSequence> sequences,
        TrainingPass training,
        EmbeddingNoise? noise = null
    )
    {
        using var scope = NewDisposeScope();
        var (device, width) = (model.Device.ToTorch(), model.Configuration.HiddenSize);
        var batch = new PaddedBatch(sequences);
        var hidden = model.Hidden(
            batch.Ids(device),
            training with
            {
                Packing = batch.Packing(device),
                Lengths = batch.Lengths(),
                LabelIndices = batch.LabelIndices(device),
                Noise = noise?.For(sequences, batch.Length, width).to(device),
            }
        );
        return model.CrossEntropy(hidden, batch.Labels(device), training.Kernels).MoveToOuterDisposeScope();
    }
}
