using Pipeline.Modeling.Models;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Training;

/// <summary>The training objective.</summary>
public static class Loss
{
    /// <summary>
    /// Sum of the cross-entropy, nats, over the labels of right-padded sequences. Logits are made at label positions only, so their memory
    /// is labels × vocabulary and not tokens × vocabulary.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="sequences">The sequences of one forward pass.</param>
    /// <param name="adapter">An adapter to apply; null for the model itself.</param>
    /// <param name="dropout">Dropout of the adapter's inputs.</param>
    /// <param name="noise">Noise on the embeddings; null for none.</param>
    /// <returns>A scalar tensor with a gradient; the caller divides it by the step's label count.</returns>
    public static Tensor Sum(
        CausalLanguageModel model, IReadOnlyList<TrainingSequence> sequences, LoraAdapter? adapter, double dropout, EmbeddingNoise? noise = null)
    {
        using var scope = NewDisposeScope();
        var length = sequences.Max(sequence => sequence.TokenIds.Length);
        var ids = new long[sequences.Count * length];
        var positions = new List<long>();
        var targets = new List<long>();
        for (var row = 0; row < sequences.Count; row++)
        {
            var (tokens, mask) = (sequences[row].TokenIds, sequences[row].LossMask);
            for (var t = 0; t < tokens.Length; t++)
            {
                ids[(row * length) + t] = tokens[t];
                if (t > 0 && mask[t] == 1)
                {
                    positions.Add(((long)row * length) + t - 1);
                    targets.Add(tokens[t]);
                }
            }
        }

        var width = model.Configuration.HiddenSize;
        var added = noise?.For(sequences.Select(sequence => sequence.TokenIds.Length).ToList(), width);
        var hidden = model.Hidden(tensor(ids).view(sequences.Count, length), adapter: adapter, dropout: dropout, noise: added);
        var predicting = hidden.reshape(-1, width).index_select(0, tensor(positions.ToArray()).to(hidden.device));
        return nn.functional.cross_entropy(model.Logits(predicting), tensor(targets.ToArray()).to(hidden.device), reduction: nn.Reduction.Sum).MoveToOuterDisposeScope();
    }
}
