using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pipeline.Engine.Configuration;

/// <summary>
/// Reads one YAML document into nodes with positions. Bounded: nesting, and the number of nodes after aliases are written out, because a
/// small file of aliases to aliases can stand for billions of values.
/// </summary>
internal sealed class YamlReader
{
    public const int MaximumDepth = 50;
    public const int MaximumNodes = 100_000;
    public const int MaximumCharacters = 4_000_000;

    private readonly ConfigurationSource _source;
    private readonly Parser _events;
    private readonly Dictionary<string, ConfigurationNode> _anchors = new(StringComparer.Ordinal);

    private YamlReader(string text, ConfigurationSource source)
    {
        _source = source;
        _events = new Parser(new StringReader(text));
    }

    /// <summary>The document's value; null for an empty document.</summary>
    /// <exception cref="InputException">Malformed or too large; the message starts with the position.</exception>
    public static ConfigurationNode? Read(string text, ConfigurationSource source)
    {
        if (text.Length > MaximumCharacters)
        {
            throw new InputException($"{source.Display}: {text.Length} characters; a configuration has at most {MaximumCharacters}");
        }

        try
        {
            return new YamlReader(text, source).ReadDocument();
        }
        catch (YamlException error)
        {
            var at = error.End.Line > error.Start.Line ? error.End : error.Start;
            var tab = IndentingTab(text, (int)error.Start.Line, (int)at.Line + 1);
            var position = tab is null ? Position(source, at) : new SourcePosition(source, tab.Value.Line, tab.Value.Column);
            var fault = tab is null ? MalformedYaml.Describe(error, text, (int)at.Line) : "indent with spaces: a tab stands here";
            throw new InputException($"{position}: malformed YAML: {fault}", error);
        }
    }

    private static (int Line, int Column)? IndentingTab(string text, int first, int last)
    {
        var lines = text.Split('\n');
        for (var line = Math.Max(first, 1); line <= Math.Min(last, lines.Length); line++)
        {
            var content = lines[line - 1];
            var tab = content[..^content.TrimStart().Length].IndexOf('\t');
            if (tab >= 0)
            {
                return (line, tab + 1);
            }
        }

        return null;
    }

    private static SourcePosition Position(ConfigurationSource source, Mark mark) => new(source, (int)mark.Line, (int)mark.Column);

    private ConfigurationNode? ReadDocument()
    {
        Next<StreamStart>();
        if (!Advance() || _events.Current is StreamEnd)
        {
            return null;
        }

        Advance();
        var root = ReadNode(0);
        Next<DocumentEnd>();
        if (Advance() && _events.Current is DocumentStart second)
        {
            throw new InputException(
                $"{Position(_source, second.Start)}: a second YAML document starts here; a configuration is one document"
            );
        }

        return root is ScalarNode { IsNull: true } ? null : root;
    }

    private bool Advance()
    {
        try
        {
            return _events.MoveNext();
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The parser's own failures on some malformed flow collections carry no position.
            throw new YamlException(_events.Current?.End ?? Mark.Empty, _events.Current?.End ?? Mark.Empty, "unexpected content", error);
        }
    }

    private void Next<TEvent>()
        where TEvent : ParsingEvent
    {
        if (!Advance() || _events.Current is not TEvent)
        {
            throw new YamlException(_events.Current?.Start ?? Mark.Empty, _events.Current?.End ?? Mark.Empty, "unexpected content");
        }
    }

    private ConfigurationNode ReadNode(int depth)
    {
        var current = _events.Current!;
        var position = Position(_source, current.Start);
        if (depth > MaximumDepth)
        {
            throw new InputException($"{position}: nested deeper than {MaximumDepth} levels");
        }

        if (current is AnchorAlias alias)
        {
            return _anchors.TryGetValue(alias.Value.Value, out var shared)
                ? shared
                : throw new InputException(
                    $"{position}: alias *{alias.Value.Value} stands before or inside its own anchor &{alias.Value.Value}"
                );
        }

        if (current is NodeEvent { Tag.IsEmpty: false } tagged)
        {
            throw new InputException(
                $"{position}: the tag {Quotation.Quote(tagged.Tag.ToString())} is not allowed; types follow from the keys"
            );
        }

        var anchor = ((NodeEvent)current).Anchor;
        ConfigurationNode node = current switch
        {
            Scalar scalar => new ScalarNode(scalar.Value, scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any), position),
            SequenceStart => ReadSequence(position, depth),
            MappingStart => ReadMapping(position, depth),
            _ => throw new YamlException(current.Start, current.End, "unexpected content"),
        };
        if (node.Size > MaximumNodes)
        {
            throw new InputException($"{position}: more than {MaximumNodes} values once aliases are written out");
        }

        if (!anchor.IsEmpty)
        {
            _anchors[anchor.Value] = node;
        }

        return node;
    }

    private SequenceNode ReadSequence(SourcePosition position, int depth)
    {
        var items = new List<ConfigurationNode>();
        while (Advance() && _events.Current is not SequenceEnd)
        {
            items.Add(ReadNode(depth + 1));
        }

        return new SequenceNode(items, position);
    }

    private MappingNode ReadMapping(SourcePosition position, int depth)
    {
        var entries = new List<MappingEntry>();
        var seen = new Dictionary<string, SourcePosition>(StringComparer.Ordinal);
        while (Advance() && _events.Current is not MappingEnd)
        {
            var at = Position(_source, _events.Current!.Start);
            if (ReadNode(depth + 1) is not ScalarNode { Text.Length: > 0 } key)
            {
                throw new InputException($"{at}: a key must be a plain word");
            }

            if (key is { Text: "<<", Quoted: false })
            {
                throw new InputException(
                    $"{at}: merge keys ('<<') are not supported; use 'include: other.yaml' or an alias for a whole value"
                );
            }

            if (!seen.TryAdd(key.Text, at))
            {
                throw new InputException($"{at}: duplicate key {Quotation.Quote(key.Text)}; it stands already at {seen[key.Text]}");
            }

            Advance();
            entries.Add(new MappingEntry(key.Text, at, ReadNode(depth + 1)));
        }

        return new MappingNode(entries, position);
    }
}
