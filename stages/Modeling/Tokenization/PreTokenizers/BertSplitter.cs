using Pipeline.Modeling.Tokenization.Normalizers;

namespace Pipeline.Modeling.Tokenization.PreTokenizers;

/// <summary>BERT's words: white space separates and is dropped, each punctuation character is a word.</summary>
internal sealed class BertSplitter(IWordSink next) : IWordSink
{
    public void Add(ReadOnlySpan<char> word, int at, TextPosition position)
    {
        var start = 0;
        for (int i = 0, length; i < word.Length; i += length)
        {
            var isPunctuation = BertCharacters.IsPunctuation(word, i, out length);
            if (!isPunctuation && !char.IsWhiteSpace(word[i]))
            {
                continue;
            }

            Emit(word[start..i], at + start, ref position);
            if (isPunctuation)
            {
                Emit(word[i..(i + length)], at + i, ref position);
            }

            // What follows dropped white space does not begin the text.
            position = TextPosition.Section;
            start = i + length;
        }

        Emit(word[start..], at + start, ref position);
    }

    private void Emit(ReadOnlySpan<char> word, int at, ref TextPosition position)
    {
        if (word.Length > 0)
        {
            next.Add(word, at, position);
            position = TextPosition.Section;
        }
    }
}
