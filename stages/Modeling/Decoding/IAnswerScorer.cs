namespace Pipeline.Modeling.Decoding;

/// <summary>Teacher forcing: what a model thinks at each position of given answers. Only hidden states are held, never whole
/// logits.</summary>
public interface IAnswerScorer : IDisposable
{
    /// <summary>Number of token ids.</summary>
    int VocabularySize { get; }

    /// <summary>Reads prompts and answers, once each. The answers' tokens, one answer after the other, are the positions that can be asked
    /// for.</summary>
    /// <param name="pairs">Prompts and answers, neither empty.</param>
    void Read(IReadOnlyList<(int[] Prompt, int[] Answer)> pairs);

    /// <summary>Logits from which the tokens at some positions are predicted, for a slice of the vocabulary.</summary>
    /// <param name="positions">0-based positions among all answers' tokens.</param>
    /// <param name="firstToken">First token of the slice, a multiple of <see cref="SliceUnit"/>.</param>
    /// <param name="tokens">Length of the slice.</param>
    /// <returns>A row for each position, valid until the next call.</returns>
    LogitRows Logits(ReadOnlySpan<int> positions, int firstToken, int tokens);

    /// <summary>The logit of one token at each of some positions.</summary>
    /// <param name="positions">0-based positions among all answers' tokens.</param>
    /// <param name="tokens">A token for each.</param>
    float[] LogitsOf(ReadOnlySpan<int> positions, ReadOnlySpan<int> tokens);

    /// <summary>What the first token of a slice must be a multiple of.</summary>
    public const int SliceUnit = 128;
}
