namespace Pipeline.Modeling.Tokenization.Normalizers;

/// <summary>Several normalizers, one after the other.</summary>
internal sealed class NormalizerSequence(IReadOnlyList<INormalizer> steps) : INormalizer
{
    public bool KeepsBeginning => steps.All(step => step.KeepsBeginning);

    public string Normalize(string text, TextPosition position)
    {
        foreach (var step in steps)
        {
            text = step.Normalize(text, position);
        }

        return text;
    }
}
