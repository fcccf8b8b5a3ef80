namespace Pipeline.Modeling.Tokenization.PreTokenizers;

/// <summary>The English endings that word patterns cut off: 's, 't, 're, 've, 'm, 'll, 'd.</summary>
internal static class Contraction
{
    /// <summary>Length of the ending that a text beginning with an apostrophe begins with; 0 for none.</summary>
    public static int Length(ReadOnlySpan<char> text, bool anyCase)
    {
        if (text.Length < 2)
        {
            return 0;
        }

        var first = anyCase ? Folded(text[1]) : text[1];
        if (first is 's' or 't' or 'm' or 'd')
        {
            return 2;
        }

        if (text.Length < 3)
        {
            return 0;
        }

        var second = anyCase ? Folded(text[2]) : text[2];
        return (first, second) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? 3 : 0;
    }

    /// <summary>The long s folds to s, as in every Unicode case folding; no other character outside ASCII folds to these letters.</summary>
    private static char Folded(char character) =>
        character == '\u017F' ? 's'
        : char.IsAsciiLetterUpper(character) ? (char)(character | 0x20)
        : character;
}
