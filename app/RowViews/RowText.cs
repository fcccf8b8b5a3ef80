using Pipeline.Engine.CommandLine;

namespace Pipeline.App.RowViews;

/// <summary>Collects the pieces of a row's text, section by section.</summary>
internal sealed class RowText
{
    private readonly List<StyledText> _pieces = [];

    /// <summary>The pieces so far.</summary>
    public IReadOnlyList<StyledText> Pieces => _pieces;

    /// <summary>A section: its title on a line of its own, then its text; left out where there is no text.</summary>
    public RowText Section(string title, string? text, TextStyle style = TextStyle.Plain) =>
        string.IsNullOrEmpty(text) ? this : Title(title).Add(text, style).Line();

    /// <summary>The title of a section whose text follows.</summary>
    public RowText Title(string title) => Add($"--- {title}\n", TextStyle.Muted);

    /// <summary>A piece of text.</summary>
    public RowText Add(string text, TextStyle style = TextStyle.Plain)
    {
        _pieces.Add(new StyledText(text, style));
        return this;
    }

    /// <summary>Ends the line.</summary>
    public RowText Line() => Add("\n");

    /// <summary>A text with one span of it marked.</summary>
    public RowText Marked(string text, int start, int length) =>
        Add(text[..start]).Add(text.Substring(start, length), TextStyle.Marked).Add(text[(start + length)..]).Line();
}
