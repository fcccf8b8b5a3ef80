namespace Pipeline.Modeling.Tokenization;

/// <summary>A tokenizer read from a model folder. Safe for use from several threads.</summary>
public interface ITokenizer
{
    /// <summary>Number of ids: the highest plus one, added tokens included.</summary>
    int VocabularySize { get; }

    /// <summary>The begin-of-text token that the tokenizer puts before every text; null where it puts none.</summary>
    int? BeginOfText { get; }

    /// <summary>The token that ends a text or an answer; null where the model's configuration names none.</summary>
    int? EndOfText { get; }

    /// <summary>The contents of the special tokens.</summary>
    IReadOnlyCollection<string> SpecialTokens { get; }

    /// <summary>
    /// Ids of a text. By default special tokens are neither added nor parsed: what a text spells stays text, and only templates place
    /// special tokens, through <see cref="TryGetSpecial"/>. Lone surrogates are read as U+FFFD.
    /// </summary>
    int[] Encode(string text, SpecialTokenHandling special = SpecialTokenHandling.AsText, TextPosition position = TextPosition.Beginning);

    /// <summary>
    /// The same tokenizer, by which a text that spells one of these tokens stays text whatever the token is marked as, even where the model has
    /// it among its own; what the model does not know may still become its unknown token.
    /// </summary>
    ITokenizer Hiding(IReadOnlySet<int> ids);

    /// <summary>Text of ids, special tokens left out; bytes that form no complete character come out as U+FFFD.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is below 0 or not below <see cref="VocabularySize"/>; ids between tokens that are no token's are left out.</exception>
    string Decode(IReadOnlyList<int> ids);

    /// <summary>The id of a token by its exact content, special or not.</summary>
    bool TryGetId(string token, out int id);

    /// <summary>An added token by its exact content: those, and no others, can be placed by a template.</summary>
    bool TryGetSpecial(string token, out SpecialToken special);

    /// <summary>A token by its id, which strips nothing where it is no added one.</summary>
    SpecialToken SpecialOf(int id);
}
