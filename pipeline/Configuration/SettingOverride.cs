namespace Pipeline.Engine.Configuration;

/// <summary>One <c>--set stage.key=value</c>: a dotted path into the tree and a value in YAML.</summary>
internal sealed class SettingOverride
{
    private readonly IReadOnlyList<string> _keys;
    private readonly ConfigurationNode _value;
    private readonly SourcePosition _position;

    private SettingOverride(IReadOnlyList<string> keys, ConfigurationNode value, SourcePosition position)
    {
        _keys = keys;
        _value = value;
        _position = position;
    }

    /// <summary>Parses one override. Its relative paths start at the current directory, where the user typed it.</summary>
    public static SettingOverride Parse(string text)
    {
        var source = new ConfigurationSource($"--set {text}", Directory.GetCurrentDirectory(), HasLines: false);
        var position = new SourcePosition(source, 1, 1);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var keys = equals < 0 ? [] : text[..equals].Split('.', StringSplitOptions.TrimEntries);
        if (keys.Length == 0 || keys.Contains(""))
        {
            throw new InputException($"{position}: expected stage.key=value, such as stages.generate.max_new_tokens=64");
        }

        return new SettingOverride(keys, YamlReader.Read(text[(equals + 1)..], source) ?? new ScalarNode("", false, position), position);
    }

    /// <summary>
    /// The tree with the value put in place. A first key that the root lacks may be one of exactly one of its records
    /// (<c>generate.seed</c> for <c>stages.generate.seed</c>).
    /// </summary>
    public MappingNode Apply(MappingNode root, SettingsShape shape)
    {
        var keys = _keys;
        if (shape.Find(keys[0]) is null)
        {
            var owners = shape.Properties.Where(property => property.Record?.Find(keys[0]) is not null).ToList();
            keys = owners.Count == 1 ? [owners[0].Key, .. keys] : keys;
        }

        return Put(root, keys, 0);
    }

    private MappingNode Put(MappingNode node, IReadOnlyList<string> keys, int depth)
    {
        if (depth == keys.Count - 1)
        {
            return node.With(new MappingEntry(keys[depth], _position, _value));
        }

        var below = node.Find(keys[depth]) switch
        {
            null or ScalarNode { IsNull: true } => new MappingNode([], _position),
            MappingNode mapping => mapping,
            var other => throw new InputException(
                $"{_position}: {string.Join('.', keys.Take(depth + 1))} is {other.Describe()} at {other.Position}; it has no key "
                    + $"'{keys[depth + 1]}'"
            ),
        };
        return node.With(new MappingEntry(keys[depth], _position, Put(below, keys, depth + 1)));
    }
}
