namespace Pipeline.Stages.Attribution;

/// <summary>Tokens that are scored, given all that stands before them.</summary>
/// <param name="Sequence">What a model reads.</param>
/// <param name="First">0-based first of them among what is written after the prompt.</param>
/// <param name="Count">How many they are.</param>
internal readonly record struct TokenRun(TokenSequence Sequence, int First, int Count)
{
    /// <summary>The place after the last: as much of what is written has to be read.</summary>
    public int End => First + Count;
}
