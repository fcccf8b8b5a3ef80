namespace Pipeline.Modeling.Tokenization.PreTokenizers;

/// <summary>Byte level's <c>add_prefix_space</c>: a text that does not begin with a space gets one.</summary>
internal sealed class LeadingSpace(IWordSink next) : IWordSink
{
    public void Add(ReadOnlySpan<char> word, int at, TextPosition position)
    {
        if (word[0] == ' ' || position == TextPosition.Continuation)
        {
            next.Add(word, at, position);
        }
        else
        {
            next.Add($" {word}", at - 1, position);
        }
    }
}
