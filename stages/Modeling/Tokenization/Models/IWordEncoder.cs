namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>Turns words into ids; not for several threads at once.</summary>
internal interface IWordEncoder
{
    /// <summary>Appends the ids of a word.</summary>
    void Encode(ReadOnlySpan<char> word, IdList ids);
}
