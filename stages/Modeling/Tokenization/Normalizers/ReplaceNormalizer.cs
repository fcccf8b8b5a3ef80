namespace Pipeline.Modeling.Tokenization.Normalizers;

/// <summary>Replaces a fixed string.</summary>
internal sealed class ReplaceNormalizer(string pattern, string content) : INormalizer
{
    public bool KeepsBeginning => pattern.Length == content.Length;

    public string Normalize(string text, TextPosition position) =>
        pattern.Length == 1 && content.Length == 1
            ? text.Replace(pattern[0], content[0])
            : text.Replace(pattern, content, StringComparison.Ordinal);
}
