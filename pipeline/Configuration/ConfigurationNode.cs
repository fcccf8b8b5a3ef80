namespace Pipeline.Engine.Configuration;

/// <summary>A value of the YAML tree; immutable, so that aliases may share it.</summary>
internal abstract class ConfigurationNode(SourcePosition position)
{
    public SourcePosition Position { get; } = position;

    /// <summary>Number of nodes after every alias is written out: what bounds a "billion laughs" file.</summary>
    public abstract long Size { get; }

    /// <summary>A few words for messages: what stands there.</summary>
    public abstract string Describe();
}

internal sealed class ScalarNode(string text, bool quoted, SourcePosition position) : ConfigurationNode(position)
{
    public string Text { get; } = text;

    public bool Quoted { get; } = quoted;

    /// <summary>An empty plain scalar, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => !Quoted && Text is "" or "~" or "null" or "Null" or "NULL";

    public override long Size => 1;

    public override string Describe() => IsNull ? "empty" : Quotation.Quote(Text);
}

internal sealed class SequenceNode(IReadOnlyList<ConfigurationNode> items, SourcePosition position) : ConfigurationNode(position)
{
    public IReadOnlyList<ConfigurationNode> Items { get; } = items;

    public override long Size { get; } = 1 + items.Sum(item => item.Size);

    public override string Describe() => $"a list of {Items.Count}";
}

internal sealed class MappingNode(IReadOnlyList<MappingEntry> entries, SourcePosition position) : ConfigurationNode(position)
{
    public IReadOnlyList<MappingEntry> Entries { get; } = entries;

    public override long Size { get; } = 1 + entries.Sum(entry => 1 + entry.Value.Size);

    public override string Describe() => $"a mapping of {Entries.Count} keys";

    public ConfigurationNode? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key)?.Value;

    /// <summary>This mapping with one entry replaced in place, or appended.</summary>
    public MappingNode With(MappingEntry changed)
    {
        var found = false;
        var result = new List<MappingEntry>(Entries.Count + 1);
        foreach (var entry in Entries)
        {
            found |= entry.Key == changed.Key;
            result.Add(entry.Key == changed.Key ? changed : entry);
        }

        if (!found)
        {
            result.Add(changed);
        }

        return new MappingNode(result, Position);
    }
}

internal sealed record MappingEntry(string Key, SourcePosition Position, ConfigurationNode Value);
