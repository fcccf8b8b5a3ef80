namespace Pipeline.Modeling.Decoding;

/// <summary>Tokens to append to the sequence of a slot.</summary>
/// <param name="Slot">The 0-based slot.</param>
/// <param name="Tokens">At least one id.</param>
public readonly record struct SlotTokens(int Slot, ReadOnlyMemory<int> Tokens);
