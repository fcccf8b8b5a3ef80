using Pipeline.Modeling.Tokenization.Models;

namespace Pipeline.Modeling.Tokenization.PreTokenizers;

/// <summary>Adds to a pre-tokenizer the cuts that a model's merges allow.</summary>
internal static class WordCutting
{
    public static Func<IWordSink, IWordSink> With(Func<IWordSink, IWordSink> preTokenizer, ITokenModel model) =>
        model is BpeModel { Cuts: { } cuts } ? next => preTokenizer(new CutSplitter(cuts, next)) : preTokenizer;
}
