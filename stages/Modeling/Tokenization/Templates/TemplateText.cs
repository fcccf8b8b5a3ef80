using System.Text.RegularExpressions;

namespace Pipeline.Modeling.Tokenization.Templates;

/// <summary>A template's piece, taken apart once, so that nothing in a conversation is ever read as template.</summary>
internal sealed class TemplateText
{
    public const string Begin = "{bos}";
    public const string End = "{eos}";

    private TemplateText(IReadOnlyList<TemplateSegment> segments)
    {
        Segments = segments;
    }

    public IReadOnlyList<TemplateSegment> Segments { get; }

    /// <summary>Takes a piece apart.</summary>
    /// <param name="key">The piece's key, for complaints.</param>
    /// <param name="source">Its text.</param>
    /// <param name="specialTokens">Texts in it that are special tokens.</param>
    /// <param name="placeholders">The placeholders that it must have, each once.</param>
    /// <exception cref="InvalidDataException">A placeholder is missing, double or unknown.</exception>
    public static TemplateText Parse(
        string key,
        string source,
        IReadOnlyList<string> specialTokens,
        params IReadOnlyList<string> placeholders
    )
    {
        var specials = specialTokens.Append(Begin).Append(End).OrderByDescending(token => token.Length).Select(Regex.Escape);
        var segments = new List<TemplateSegment>();
        var end = 0;
        foreach (Match match in Regex.Matches(source, $"(?<special>{string.Join('|', specials)})|{{(?<name>[a-z_]+)}}"))
        {
            AddText(segments, source[end..match.Index]);
            segments.Add(
                match.Groups["special"].Success
                    ? new TemplateSegment(SegmentKind.Special, match.Value)
                    : new TemplateSegment(SegmentKind.Placeholder, match.Groups["name"].Value)
            );
            end = match.Index + match.Length;
        }

        AddText(segments, source[end..]);
        var found = segments.Where(segment => segment.Kind == SegmentKind.Placeholder).Select(segment => segment.Text).ToList();
        return found.Order(StringComparer.Ordinal).SequenceEqual(placeholders.Order(StringComparer.Ordinal))
            ? new TemplateText(segments)
            : throw new InvalidDataException(
                $"Chat template: {key} is '{source}' with {Listed(found)}, expected {Listed(placeholders)}, each once; {Begin} and "
                    + $"{End} may also stand there."
            );
    }

    private static string Listed(IReadOnlyList<string> names) =>
        names.Count == 0 ? "no placeholder" : string.Join(" and ", names.Select(name => $"{{{name}}}"));

    private static void AddText(List<TemplateSegment> segments, string text)
    {
        if (text.Length > 0)
        {
            segments.Add(new TemplateSegment(SegmentKind.Text, text));
        }
    }
}
