using Pipeline.Modeling.Tokenization.Models;
using Pipeline.Modeling.Tokenization.PreTokenizers;

namespace Pipeline.Modeling.Tokenization.Places;

/// <summary>The end of a chain that also says where tokens stand: encodes words, and divides each among its tokens.</summary>
/// <param name="model">Spells tokens.</param>
/// <param name="ids">Takes the ids.</param>
/// <param name="places">Takes the places.</param>
internal sealed class PlacingEncoder(ITokenModel model, IdList ids, TokenPlaces places) : IWordSink
{
    private readonly IWordEncoder _encoder = model.NewEncoder();

    public void Add(ReadOnlySpan<char> word, int at, TextPosition position)
    {
        var before = ids.Count;
        _encoder.Encode(word, ids);
        var spelled = new SpelledWord(word);
        for (var i = before; i < ids.Count; i++)
        {
            var following = i + 1 < ids.Count ? model.Spell(ids.Span[i + 1], begins: false) : [];
            var (start, end) = spelled.Take(model.Spell(ids.Span[i], i == before), following);
            places.Add(ids.Span[i], at + start, at + end);
        }
    }
}
