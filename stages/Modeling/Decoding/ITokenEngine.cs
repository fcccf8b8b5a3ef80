namespace Pipeline.Modeling.Decoding;

/// <summary>Reads tokens of several sequences at once and tells what comes next. A sequence lives in a slot until it is cleared.</summary>
public interface ITokenEngine : IDisposable
{
    /// <summary>Number of sequences that it holds at once.</summary>
    int Slots { get; }

    /// <summary>Number of token ids.</summary>
    int VocabularySize { get; }

    /// <summary>The length, tokens, beyond which a sequence must be cleared and read anew once, because all its angles change there; null
    /// for none.</summary>
    int? RereadBeyond { get; }

    /// <summary>Appends tokens to sequences, each slot at most once, and gives the next-token logits after the last token of
    /// each.</summary>
    /// <returns>Valid until the next call.</returns>
    LogitRows Append(IReadOnlyList<SlotTokens> additions);

    /// <summary>Ends the sequence of a slot; the next one begins empty.</summary>
    void Clear(int slot);
}
