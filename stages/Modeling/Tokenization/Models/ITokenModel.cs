namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>The part of a tokenizer that turns a word into tokens. Immutable and shared by threads.</summary>
internal interface ITokenModel
{
    /// <summary>An encoder with scratch memory of its own, for one thread at a time.</summary>
    IWordEncoder NewEncoder();
}
