namespace Pipeline.Modeling.Tokenization.PreTokenizers;

/// <summary>A regular expression of a published tokenizer, written by hand; its matches cover every text without gaps.</summary>
internal interface IWordPattern
{
    /// <summary>The end of the match that begins at a place before the text's end.</summary>
    int End(ReadOnlySpan<char> text, int start);
}
