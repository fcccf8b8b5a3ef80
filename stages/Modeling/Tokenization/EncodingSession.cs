using Pipeline.Modeling.Tokenization.Models;
using Pipeline.Modeling.Tokenization.Places;
using Pipeline.Modeling.Tokenization.PreTokenizers;

namespace Pipeline.Modeling.Tokenization;

/// <summary>What one thread needs to encode: a chain of sinks with scratch memory, remembered words, and the ids so far.</summary>
internal sealed class EncodingSession
{
    /// <param name="model">Encodes words.</param>
    /// <param name="preTokenizer">Puts what cuts a text into words before it.</param>
    /// <param name="places">Takes the tokens with their places; null where nobody asks for them.</param>
    public EncodingSession(ITokenModel model, Func<IWordSink, IWordSink> preTokenizer, TokenPlaces? places = null)
    {
        Places = places;
        IWordSink encoder = places is null ? new RememberingEncoder(model.NewEncoder(), Ids) : new PlacingEncoder(model, Ids, places);
        Words = preTokenizer(model is BpeModel { Cuts: { } cuts } ? new CutSplitter(cuts, encoder) : encoder);
    }

    /// <summary>Takes normalized texts.</summary>
    public IWordSink Words { get; }

    /// <summary>Takes the tokens with their places; null where nobody asks for them.</summary>
    public TokenPlaces? Places { get; }

    /// <summary>Ids so far.</summary>
    public IdList Ids { get; } = new();
}
