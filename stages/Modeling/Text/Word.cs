namespace Pipeline.Modeling.Text;

/// <summary>One word of a text.</summary>
/// <param name="Start">0-based UTF-16 character where it starts.</param>
/// <param name="Length">Length in UTF-16 characters.</param>
/// <param name="Key">The word case-folded: two words are the same if their keys are.</param>
public readonly record struct Word(int Start, int Length, string Key)
{
    /// <summary>The character after its last.</summary>
    public int End => Start + Length;
}
