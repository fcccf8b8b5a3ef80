using static TorchSharp.torch;

namespace Pipeline.Modeling.Models;

/// <summary>What training asks of a pass through the decoder.</summary>
public sealed record TrainingPass
{
    /// <summary>What is computed with on the processor where gradients are recorded.</summary>
    public KernelChoice Kernels { get; init; } = KernelChoices.Given;

    /// <summary>The adapter that is trained; null for the model itself.</summary>
    public LoraAdapter? Adapter { get; init; }

    /// <summary>Whether the adapter's inputs are dropped out as its shape says; not where a loss is only measured.</summary>
    public bool Dropout { get; init; }

    /// <summary>Seed of that dropout.</summary>
    public long DropoutSeed { get; init; }

    /// <summary>Added to the embeddings [batch, length, hidden]; null for none.</summary>
    public Tensor? Noise { get; init; }

    /// <summary>
    /// Which of the sequences packed into a row each token is of [batch, length], and its position there [batch, length]; null where every
    /// row is one sequence. A token sees its own sequence only.
    /// </summary>
    public (Tensor Sequences, Tensor Positions)? Packing { get; init; }

    /// <summary>Tokens of each row [batch, 1], or where rows are packed of the sequence that each token is of [batch, length], on the
    /// processor: what rotary frequencies go by where they depend on a length. Null where no row is padded or packed.</summary>
    public Tensor? Lengths { get; init; }

    /// <summary>
    /// Which of the flattened [batch · length] tokens a hidden state is wanted of, so that the last layer computes no others after its
    /// attention; null for all.
    /// </summary>
    public Tensor? LabelIndices { get; init; }

    /// <summary>
    /// Whether layers keep nothing but their input for the backward pass and compute the rest again (Chen et al. 2016): about a third
    /// slower, and memory for one layer's activations instead of all layers'.
    /// </summary>
    public bool Recompute { get; init; }
}
