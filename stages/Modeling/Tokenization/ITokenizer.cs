namespace Pipeline.Modeling.Tokenization;

/// <summary>A tokenizer read from a model folder. Safe for use from several threads.</summary>
public interface ITokenizer
{
    /// <summary>Number of ids: the highest plus one, added tokens included.</summary>
    int VocabularySize { get; }

    /// <summary>The begin-of-text token that the tokenizer puts before every text; null where it puts none.</summary>
    int? BeginOfText { get; }

    /// <summary>The tokens that the tokenizer puts before every text, such as <c>[CLS]</c>.</summary>
    IReadOnlyList<int> TokensBefore { get; }

    /// <summary>The tokens that the tokenizer puts after every text, such as <c>[SEP]</c>.</summary>
    IReadOnlyList<int> TokensAfter { get; }

    /// <summary>The token that ends a text or an answer; null where the model's configuration names none.</summary>
    int? EndOfText { get; }

    /// <summary>
    /// All tokens that end what the model writes, <see cref="EndOfText"/> first: every <c>eos_token_id</c> of the model's
    /// <c>config.json</c> and <c>generation_config.json</c>. A template may name one more.
    /// </summary>
    IReadOnlyList<int> EndTokens { get; }

    /// <summary>The contents of the special tokens.</summary>
    IReadOnlyCollection<string> SpecialTokens { get; }

    /// <summary>
    /// Ids of a text from outside: a row, a prompt, an answer. What it spells stays text: no token that is marked special, that begins or
    /// ends a text, no added token that ends what the model writes and none that was hidden is among them, by whatever way the tokenizer
    /// could come to it; only what the model does not know may
    /// become its
    /// unknown token. Control tokens come from templates alone, through <see cref="TryGetSpecial"/>. Lone surrogates are read as U+FFFD.
    /// </summary>
    int[] Encode(string text, TextPosition position = TextPosition.Beginning);

    /// <summary>Ids of a text of one's own, as the reference implementation makes them; what it spells may be read as control
    /// tokens.</summary>
    int[] Encode(string text, SpecialTokenHandling special);

    /// <summary>Ids with their places in the text: each token of what <see cref="Encode(string, TextPosition)"/> or
    /// <see cref="Encode(string, SpecialTokenHandling)"/> gives, in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="special">How a text of one's own is encoded; null for a text from outside.</param>
    IReadOnlyList<PlacedToken> Place(string text, SpecialTokenHandling? special = null);

    /// <summary>
    /// The same tokenizer, by which a text from outside spells none of these tokens either, whatever they are marked as, even where the
    /// model has them among its own.
    /// </summary>
    ITokenizer Hiding(IReadOnlySet<int> ids);

    /// <summary>Text of ids, special tokens left out; bytes that form no complete character come out as U+FFFD.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is below 0 or not below <see cref="VocabularySize"/>; ids between tokens that
    /// are no token's are left out.</exception>
    string Decode(IReadOnlyList<int> ids);

    /// <summary>A token as the file writes it; null where the id is none's.</summary>
    string? TokenOf(int id);

    /// <summary>The id of a token by its exact content, special or not.</summary>
    bool TryGetId(string token, out int id);

    /// <summary>An added token by its exact content: those, and no others, can be placed by a template.</summary>
    bool TryGetSpecial(string token, out SpecialToken special);

    /// <summary>A token by its id, which strips nothing where it is no added one.</summary>
    SpecialToken SpecialOf(int id);
}
