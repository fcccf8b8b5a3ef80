using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pipeline.Engine.Configuration;

/// <summary>
/// Writes a configuration as it was resolved: includes merged, overrides and defaults in their places. Read again it gives the same
/// settings, but for secrets, which are masked.
/// </summary>
public sealed class ResolvedSettings
{
    /// <summary>The name of the file that a run keeps.</summary>
    public const string FileName = "resolved.yaml";

    private const int Indent = 2;
    private const int LongestKey = 1024;

    private readonly Emitter _emitter;
    private readonly bool _absolute;
    private IReadOnlyList<string> _secretNames = [];

    private ResolvedSettings(TextWriter text, bool absolute)
    {
        _absolute = absolute;
        _emitter = new Emitter(text, new EmitterSettings(Indent, int.MaxValue, false, LongestKey, newLine: "\n"));
    }

    /// <summary>The YAML text.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="absolutePaths">Whether paths are those that were found, so that the text can be read from any folder, or are spelled as
    /// the user did.</param>
    public static string Write(BoundConfiguration configuration, bool absolutePaths)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var writer = new ResolvedSettings(text, absolutePaths);
        writer._emitter.Emit(new StreamStart());
        writer._emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        writer.Record(configuration.Settings);
        writer._emitter.Emit(new DocumentEnd(isImplicit: true));
        writer._emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    /// <summary>The settings of one record whose values are a line each, by key: what a reader is told in a sentence.</summary>
    public static IEnumerable<(string Key, string Value)> Describe(object settings)
    {
        foreach (var property in SettingsShape.Get(settings.GetType()).Properties)
        {
            var value = property.Property.GetValue(settings);
            if (value is System.Collections.IEnumerable and not string && SettingKind.IsList(property.Type, out var element))
            {
                if (SettingKind.IsScalar(element))
                {
                    var items = ((System.Collections.IEnumerable)value).Cast<object>().Select(ScalarText);
                    yield return (property.Key, $"[{string.Join(", ", items)}]");
                }
            }
            else if (value is not null && SettingKind.IsScalar(property.Type))
            {
                yield return (property.Key, value is SettingPath path ? path.Spelled : ScalarText(value));
            }
        }
    }

    private static string ScalarText(object value) =>
        value switch
        {
            string text => SecretMask.HideIn(text),
            bool flag => flag ? "true" : "false",
            Enum member => Vocabulary.Spell(member.GetType(), member.ToString()),
            double or float => ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new NotSupportedException(value.GetType().Name),
        };

    private void Record(object settings)
    {
        var shape = SettingsShape.Get(settings.GetType());
        var defaults = shape.Create();
        var outer = _secretNames;
        _secretNames = SecretNames(shape, settings) ?? outer;
        _emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, MappingStyle.Block));
        foreach (var property in shape.Properties)
        {
            var value = property.Property.GetValue(settings);
            if (value is not null || property.Property.GetValue(defaults) is not null)
            {
                Plain(property.Key);
                Value(value);
            }
        }

        _emitter.Emit(new MappingEnd());
        _secretNames = outer;
    }

    /// <summary>The names that a record calls secret; null where it has no such setting.</summary>
    private static IReadOnlyList<string>? SecretNames(SettingsShape shape, object settings) =>
        shape
            .Properties.Where(property => Attribute.IsDefined(property.Property, typeof(SecretNamesAttribute)))
            .Select(property => (IReadOnlyList<string>?)property.Property.GetValue(settings))
            .FirstOrDefault();

    private void Value(object? value)
    {
        switch (value)
        {
            case null:
                Plain("null");
                break;
            case string text:
                Text(ScalarText(text));
                break;
            case SettingPath path:
                Text(SecretMask.HideIn(_absolute ? path.Absolute : path.Spelled));
                break;
            case var scalar when SettingKind.IsScalar(scalar.GetType()):
                Plain(ScalarText(scalar));
                break;
            case IEnumerable<string> texts:
                List(SecretMask.Create([.. texts], _secretNames).Command, text => Text(SecretMask.HideIn(text)));
                break;
            case var map when SettingKind.IsDictionary(TypeOf(map), out _):
                Map((System.Collections.IEnumerable)map);
                break;
            case System.Collections.IEnumerable list:
                List(list.Cast<object?>().ToList(), Value);
                break;
            default:
                Record(value);
                break;
        }
    }

    /// <summary>The interface of a mapping by name, where the value has it; else its own type.</summary>
    private static Type TypeOf(object value) =>
        Array.Find(value.GetType().GetInterfaces(), type => SettingKind.IsDictionary(type, out _)) ?? value.GetType();

    private void Map(System.Collections.IEnumerable entries)
    {
        var pairs = entries
            .Cast<object>()
            .Select(entry => (Key: Part<string>(entry, "Key")!, Value: Part<object>(entry, "Value")))
            .ToList();
        _emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, pairs.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
        foreach (var (key, value) in pairs)
        {
            Text(key);
            Value(value);
        }

        _emitter.Emit(new MappingEnd());
    }

    private static TPart? Part<TPart>(object entry, string name)
        where TPart : class => (TPart?)(object?)entry.GetType().GetProperty(name)!.GetValue(entry);

    private void List<TItem>(IReadOnlyList<TItem> items, Action<TItem> write)
    {
        var isFlow = items.All(item => item is null || SettingKind.IsScalar(item.GetType()));
        _emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, isFlow ? SequenceStyle.Flow : SequenceStyle.Block));
        foreach (var item in items)
        {
            write(item);
        }

        _emitter.Emit(new SequenceEnd());
    }

    private void Plain(string text) => _emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, true, false));

    /// <summary>A text; one that could be read as nothing, or has characters of its own meaning, is quoted.</summary>
    private void Text(string text) =>
        _emitter.Emit(
            new Scalar(
                AnchorName.Empty,
                TagName.Empty,
                text,
                text.Length > 0
                && !text.StartsWith('.')
                && text.All(letter => char.IsAsciiLetterOrDigit(letter) || "_-./".Contains(letter))
                && !text.Equals("null", StringComparison.OrdinalIgnoreCase)
                && text[0] != '-'
                    ? ScalarStyle.Plain
                    : ScalarStyle.DoubleQuoted,
                true,
                true
            )
        );
}
