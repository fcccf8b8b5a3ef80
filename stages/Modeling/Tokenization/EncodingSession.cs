using Pipeline.Modeling.Tokenization.Models;
using Pipeline.Modeling.Tokenization.PreTokenizers;

namespace Pipeline.Modeling.Tokenization;

/// <summary>What one thread needs to encode: a chain of sinks with scratch memory, remembered words, and the ids so far.</summary>
internal sealed class EncodingSession
{
    public EncodingSession(ITokenModel model, Func<IWordSink, IWordSink> preTokenizer)
    {
        Words = preTokenizer(new RememberingEncoder(model.NewEncoder(), Ids));
    }

    /// <summary>Takes normalized texts.</summary>
    public IWordSink Words { get; }

    /// <summary>Ids so far.</summary>
    public IdList Ids { get; } = new();
}
