namespace Pipeline.Stages.Attribution;

/// <summary>Tokens that a model reads: a prompt, and what is written after it.</summary>
/// <param name="Prompt">The prompt's ids; not empty.</param>
/// <param name="Written">What follows it.</param>
internal sealed record TokenSequence(int[] Prompt, int[] Written);
