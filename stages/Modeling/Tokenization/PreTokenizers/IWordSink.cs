namespace Pipeline.Modeling.Tokenization.PreTokenizers;

/// <summary>
/// Takes the words of a text one after the other. A pre-tokenizer is a sink that hands smaller words to the next one; the last one encodes
/// them. A chain belongs to one thread at a time.
/// </summary>
internal interface IWordSink
{
    /// <summary>Takes a word, or a text that is yet to be cut; never an empty one.</summary>
    /// <param name="word">The word.</param>
    /// <param name="at">Where it begins in the normalized text; one less where a pre-tokenizer put a sign before it.</param>
    /// <param name="position">Where it stands in what the model reads.</param>
    void Add(ReadOnlySpan<char> word, int at, TextPosition position);
}
