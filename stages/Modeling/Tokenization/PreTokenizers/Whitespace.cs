namespace Pipeline.Modeling.Tokenization.PreTokenizers;

/// <summary>The white-space alternatives that all published word patterns share.</summary>
internal static class Whitespace
{
    /// <summary><c>\s+(?!\S)|\s+</c>: the run without its last character, which goes with the next word; all of it at the end of the
    /// text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the run begins.</param>
    /// <param name="end">Where it ends.</param>
    public static int End(ReadOnlySpan<char> text, int start, int end) => end == text.Length || end - start == 1 ? end : end - 1;
}
