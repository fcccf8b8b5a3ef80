namespace Pipeline.Modeling.Tokenization.Places;

/// <summary>Collects the tokens of a text with their places in it, section by section.</summary>
internal sealed class TokenPlaces
{
    private readonly List<PlacedToken> _tokens = [];
    private int _section;
    private TextAlignment? _alignment;

    /// <summary>The tokens so far.</summary>
    public IReadOnlyList<PlacedToken> Tokens => _tokens;

    /// <summary>Begins a section of the text.</summary>
    /// <param name="start">Where it begins in the text.</param>
    /// <param name="alignment">How its normalized form stands to it.</param>
    public void Begin(int start, TextAlignment alignment)
    {
        _section = start;
        _alignment = alignment;
    }

    /// <summary>Adds a token that was found in the text itself.</summary>
    public void AddRaw(int id, int start, int end) => _tokens.Add(new PlacedToken(id, start, end));

    /// <summary>Adds a token that was found in the section's normalized form.</summary>
    public void Add(int id, int start, int end)
    {
        var (first, last) = _alignment!.Find(start, end);
        _tokens.Add(new PlacedToken(id, _section + first, _section + last));
    }
}
