using Pipeline.Modeling.Tokenization.Models;
using Pipeline.Modeling.Tokenization.PreTokenizers;

namespace Pipeline.Modeling.Tokenization;

/// <summary>What one thread needs to encode: a chain of sinks with scratch memory, remembered words, and the ids so far.</summary>
internal sealed class EncodingSession
{
    public EncodingSession(ITokenModel model, Func<IWordSink, IWordSink> preTokenizer)
    {
        IWordSink encoder = new RememberingEncoder(model.NewEncoder(), Ids);
        Words = preTokenizer(model is BpeModel { Cuts: { } cuts } ? new CutSplitter(cuts, encoder) : encoder);
    }

    /// <summary>Takes normalized texts.</summary>
    public IWordSink Words { get; }

    /// <summary>Ids so far.</summary>
    public IdList Ids { get; } = new();
}
