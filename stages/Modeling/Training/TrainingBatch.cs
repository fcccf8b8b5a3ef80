namespace Pipeline.Modeling.Training;

/// <summary>Some sequences of one optimiser step, by their place in the training set.</summary>
/// <param name="Sequences">The sequences; the trainer pads them on the right to the longest.</param>
internal sealed record TrainingBatch(IReadOnlyList<TrainingSequence> Sequences)
{
    /// <summary>Labels in the batch: tokens that are predicted and counted. The first token of a sequence is predicted by
    /// nothing.</summary>
    public long LabelTokens => Sequences.Sum(sequence => (long)sequence.Labels);

    /// <summary>Tokens in the batch, padding not counted.</summary>
    public long Tokens => Sequences.Sum(sequence => (long)sequence.TokenIds.Length);
}
