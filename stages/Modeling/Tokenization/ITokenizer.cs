namespace Pipeline.Modeling.Tokenization;

/// <summary>A tokenizer read from a model folder. Safe for use from several threads.</summary>
public interface ITokenizer
{
    /// <summary>Number of ids, added tokens included.</summary>
    int VocabularySize { get; }

    /// <summary>
    /// Ids of a text. Special tokens are never added, and special tokens that the text spells stay plain text: only templates place them,
    /// through <see cref="TryGetId"/>.
    /// </summary>
    IReadOnlyList<int> Encode(string text);

    /// <summary>Text of ids, special tokens left out; bytes that form no complete character come out as U+FFFD.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in the vocabulary.</exception>
    string Decode(IReadOnlyList<int> ids);

    /// <summary>The id of a token by its exact content, special or not.</summary>
    bool TryGetId(string token, out int id);

    /// <summary>The begin-of-text token that the model expects before every text; null where it uses none.</summary>
    int? BeginOfText { get; }

    /// <summary>The token that ends a text or an answer.</summary>
    int EndOfText { get; }
}
