using System.Reflection;

namespace Pipeline.Engine.Configuration;

/// <summary>
/// Binds YAML nodes to settings records by reflection, strictly: every key must be a property, every value must have its type, and every
/// error quotes position, path, what was found and what was expected.
/// </summary>
internal sealed class YamlBinder(SourceMap sources)
{
    /// <summary>Binds the root mapping to a settings record.</summary>
    public object Bind(MappingNode root, Type type) => BindRecord(root, SettingsShape.Get(type), "");

    private object? BindValue(ConfigurationNode node, Type declared, string path, SettingProperty property, bool isElement)
    {
        sources.Add(path, node.Position);
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (node is ScalarNode { IsNull: true })
        {
            return BindNull(node, type, path, property, isElement);
        }

        if (SettingKind.IsScalar(type))
        {
            return node is ScalarNode scalar
                ? ScalarBinder.Bind(scalar, type, path, property)
                : throw Wrong(node, path, ScalarBinder.Expected(type, property));
        }

        if (SettingKind.IsList(type, out var element))
        {
            return BindList(node, type, element, path, property);
        }

        if (node is not MappingNode mapping)
        {
            throw Wrong(node, path, "a mapping of keys to values");
        }

        return SettingKind.IsDictionary(type, out var value)
            ? BindDictionary(mapping, value, path, property)
            : BindRecord(mapping, SettingsShape.Get(type), path);
    }

    private object? BindNull(ConfigurationNode node, Type type, string path, SettingProperty property, bool isElement)
    {
        if (!isElement && property.AcceptsNull)
        {
            return null;
        }

        var nothing = new MappingNode([], node.Position);
        return SettingKind.IsList(type, out var element) ? EmptyList(node, type, element, path, property)
            : SettingKind.IsDictionary(type, out var value) ? BindDictionary(nothing, value, path, property)
            : SettingKind.IsRecord(type) ? BindRecord(nothing, SettingsShape.Get(type), path)
            : throw Wrong(node, path, ScalarBinder.Expected(type, property));
    }

    private object BindRecord(MappingNode node, SettingsShape shape, string path)
    {
        var record = shape.Create();
        foreach (var entry in node.Entries)
        {
            var property =
                shape.Find(entry.Key)
                ?? throw new InputException(
                    $"{entry.Position}: unknown key {Quotation.Quote(entry.Key)} {(path.Length == 0 ? "at the top level" : "in " + path)}; "
                        + NearestKey.Advice(entry.Key, shape.Keys, "valid keys")
                );
            var value = BindValue(entry.Value, property.Type, KeyNames.Join(path, entry.Key), property, isElement: false);
            Assign(record, property, value);
        }

        var missing = shape.Properties.FirstOrDefault(property => property.Required && node.Find(property.Key) is null);
        return missing is null
            ? record
            : throw new InputException(
                $"{node.Position}: {(path.Length == 0 ? "the configuration" : path)} lacks the required key '{missing.Key}'"
            );
    }

    private static void Assign(object record, SettingProperty property, object? value) =>
        property.Property.SetValue(record, value, BindingFlags.DoNotWrapExceptions, null, null, null);

    private object BindList(ConfigurationNode node, Type type, Type element, string path, SettingProperty property)
    {
        if (node is SequenceNode sequence)
        {
            List<object?> items =
            [
                .. sequence.Items.Select((item, index) => BindValue(item, element, $"{path}[{index}]", property, isElement: true)),
            ];
            ListRules.Require(node, sequence.Items, items, path, property);
            return ListOf(type, element, items);
        }

        if (node is not ScalarNode || !SettingKind.IsScalar(element))
        {
            throw Wrong(node, path, "a list");
        }

        var only = BindValue(node, element, path, property, isElement: true);
        ListRules.Require(node, [node], [only], path, property);
        return ListOf(type, element, [only]);
    }

    private static object EmptyList(ConfigurationNode node, Type type, Type element, string path, SettingProperty property)
    {
        ListRules.Require(node, [], [], path, property);
        return ListOf(type, element, []);
    }

    private static object ListOf(Type type, Type element, List<object?> values)
    {
        var array = Array.CreateInstance(element, values.Count);
        for (var index = 0; index < values.Count; index++)
        {
            array.SetValue(values[index], index);
        }

        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>) ? Activator.CreateInstance(type, array)! : array;
    }

    private object BindDictionary(MappingNode node, Type element, string path, SettingProperty property)
    {
        var dictionary = (System.Collections.IDictionary)
            Activator.CreateInstance(typeof(OrderedDictionary<,>).MakeGenericType(typeof(string), element))!;
        foreach (var entry in node.Entries)
        {
            dictionary.Add(entry.Key, BindValue(entry.Value, element, KeyNames.Join(path, entry.Key), property, isElement: true));
        }

        return dictionary;
    }

    private static InputException Wrong(ConfigurationNode node, string path, string expected) =>
        new($"{node.Position}: {path} is {node.Describe()}; expected {expected}");
}
