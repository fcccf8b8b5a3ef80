namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>One token that a pass reads.</summary>
/// <param name="Sequence">The keys and values of its sequence.</param>
/// <param name="Token">Its id.</param>
/// <param name="Position">Its 0-based position in the sequence.</param>
/// <param name="Length">Tokens of the sequence once this step is read; rotary angles may depend on it.</param>
internal readonly record struct TokenRow(SequenceCache Sequence, int Token, int Position, int Length);
