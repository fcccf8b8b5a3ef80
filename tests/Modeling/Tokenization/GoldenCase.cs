namespace Pipeline.Tests.Modeling.Tokenization;

/// <summary>One text and what the reference implementation makes of it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Special">Whether special tokens were added.</param>
/// <param name="Ids">Its ids.</param>
/// <param name="Decoded">The ids' text without special tokens; null where it was not recorded.</param>
internal sealed record GoldenCase(string Text, bool Special, int[] Ids, string? Decoded)
{
    /// <summary>Fails, quoting the text, where other ids were made of it.</summary>
    public void AssertIds(int[] actual) => Assert.Equal($"{Text} = {string.Join(' ', Ids)}", $"{Text} = {string.Join(' ', actual)}");
}
