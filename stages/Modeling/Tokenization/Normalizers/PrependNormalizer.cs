namespace Pipeline.Modeling.Tokenization.Normalizers;

/// <summary>Puts a string before every text that does not go on where another ended.</summary>
internal sealed class PrependNormalizer(string prefix) : INormalizer
{
    public bool KeepsBeginning => false;

    public string Normalize(string text, TextPosition position) =>
        text.Length == 0 || position == TextPosition.Continuation ? text : prefix + text;
}
