namespace Pipeline.Modeling.Decoding;

/// <summary>A prompt to answer.</summary>
/// <param name="Prompt">Its token ids, at least one.</param>
/// <param name="Seed">Seed of the answer's sampling.</param>
/// <param name="MaximumTokens">The longest answer, tokens, at least one.</param>
public sealed record AnswerRequest(int[] Prompt, ulong Seed, int MaximumTokens);
