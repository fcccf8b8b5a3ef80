namespace Pipeline.Modeling.Tokenization.Models;

/// <summary>Symbols are characters, as in SentencePiece.</summary>
internal sealed class CharacterEncoder(BpeModel model) : BpeEncoder(model)
{
    protected override bool TryGetToken(ReadOnlySpan<char> word, out int id) => Model.Vocabulary.Lookup.TryGetValue(word, out id);

    protected override void Read(ReadOnlySpan<char> word)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in word.EnumerateRunes())
        {
            var id = Model.Symbols.Find(rune);
            if (id >= 0)
            {
                Known(id);
            }
            else
            {
                Unknown(utf8[..rune.EncodeToUtf8(utf8)]);
            }
        }
    }
}
