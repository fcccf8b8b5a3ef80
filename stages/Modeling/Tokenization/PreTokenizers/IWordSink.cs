namespace Pipeline.Modeling.Tokenization.PreTokenizers;

/// <summary>
/// Takes the words of a text one after the other. A pre-tokenizer is a sink that hands smaller words to the next one; the last one encodes
/// them. A chain belongs to one thread at a time.
/// </summary>
internal interface IWordSink
{
    /// <summary>Takes a word, or a text that is yet to be cut; never an empty one.</summary>
    void Add(ReadOnlySpan<char> word, TextPosition position);
}
