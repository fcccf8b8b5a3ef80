namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>The part of a tokenizer that turns a word into tokens. Immutable and shared by threads.</summary>
internal interface ITokenModel
{
    /// <summary>An encoder with scratch memory of its own, for one thread at a time.</summary>
    IWordEncoder NewEncoder();

    /// <summary>What a token spells of a word, UTF-8; null where it is the unknown token.</summary>
    /// <param name="id">The token.</param>
    /// <param name="begins">Whether it begins the word.</param>
    byte[]? Spell(int id, bool begins);

    /// <summary>The same model, which takes no text for one of these tokens; for what it does not know it still writes its unknown token.
    /// Itself, where it takes none for one.</summary>
    ITokenModel Hiding(IReadOnlySet<int> ids);
}
