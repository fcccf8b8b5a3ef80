using Pipeline.Modeling.Tokenization.Models;

namespace Pipeline.Modeling.Tokenization.PreTokenizers;

/// <summary>Cuts where no merge can cross, which changes no id and lets words be remembered.</summary>
internal sealed class CutSplitter(WordCuts cuts, IWordSink next) : IWordSink
{
    public void Add(ReadOnlySpan<char> word, int at, TextPosition position)
    {
        for (var start = 0; start < word.Length; )
        {
            var end = cuts.End(word, start);
            next.Add(word[start..end], at + start, position);
            start = end;
        }
    }
}
