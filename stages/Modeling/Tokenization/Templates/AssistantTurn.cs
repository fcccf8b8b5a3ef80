namespace Pipeline.Modeling.Tokenization.Templates;

/// <summary>An assistant turn, divided into what a model is given, what it learns to write, and what follows.</summary>
internal sealed class AssistantTurn
{
    private readonly string _beforeContent;
    private readonly string _afterContent;

    public AssistantTurn(TemplateText text)
    {
        var segments = text.Segments.ToList();
        var content = segments.FindIndex(segment => segment.Kind == SegmentKind.Placeholder);
        var end = segments.FindIndex(content, segment => segment.Kind == SegmentKind.Special);

        // A space before the answer is the answer's: tokens begin with their space, so the model must write it.
        var before = content > 0 && segments[content - 1].Kind == SegmentKind.Text ? segments[content - 1].Text : "";
        _beforeContent = before[before.TrimEnd(' ').Length..];
        _afterContent = string.Concat(segments.Take(end < 0 ? content : end).Skip(content + 1).Select(segment => segment.Text));
        Opening = [.. segments.Take(content).Select(Piece)];
        if (_beforeContent.Length > 0)
        {
            Opening[^1] = new TemplatePiece(before.TrimEnd(' '));
        }

        End = end < 0 ? TemplateText.End : segments[end].Text;
        Following = [.. segments.Skip((end < 0 ? content : end) + 1).Select(Piece)];
    }

    /// <summary>What a model is given before it answers.</summary>
    public List<TemplatePiece> Opening { get; }

    /// <summary>The special token that ends an answer.</summary>
    public string End { get; }

    /// <summary>What stands between an answer's end and the next turn.</summary>
    public List<TemplatePiece> Following { get; }

    /// <summary>What a model learns to write.</summary>
    public IEnumerable<TemplatePiece> Labels(string content) =>
        [
            new TemplatePiece(_beforeContent + content + _afterContent, IsLabel: true),
            new TemplatePiece(End, IsLabel: true, IsSpecial: true),
        ];

    /// <summary>
    /// What a model wrote of an answer that came as text: tools strip the space before an answer or leave it there, and it is one space
    /// either way.
    /// </summary>
    public string Written(string answer) =>
        answer.Length == 0 || answer.StartsWith(_beforeContent, StringComparison.Ordinal) ? answer : _beforeContent + answer;

    private static TemplatePiece Piece(TemplateSegment segment) => new(segment.Text, IsSpecial: segment.Kind == SegmentKind.Special);
}
