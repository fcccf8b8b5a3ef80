using System.Collections.Concurrent;
using System.Reflection;

namespace Pipeline.Engine.Configuration;

/// <summary>The keys of one settings record, in declaration order; base records' keys come first.</summary>
internal sealed class SettingsShape
{
    private static readonly ConcurrentDictionary<Type, SettingsShape> _known = new();

    private SettingsShape(Type type)
    {
        Type = type;
        Properties =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property =>
                    property.SetMethod is { IsPublic: true }
                    && property.GetIndexParameters().Length == 0
                    && !property.IsDefined(typeof(NotASettingAttribute))
                )
                .OrderBy(property => Depth(property.DeclaringType!))
                .ThenBy(property => property.MetadataToken)
                .Select(property => new SettingProperty(property)),
        ];
    }

    public Type Type { get; }

    public IReadOnlyList<SettingProperty> Properties { get; }

    public IReadOnlyList<string> Keys => [.. Properties.Select(property => property.Key)];

    public static SettingsShape Get(Type type) => _known.GetOrAdd(type, static type => new SettingsShape(type));

    public SettingProperty? Find(string key) => Properties.FirstOrDefault(property => property.Key == key);

    public object Create() =>
        Activator.CreateInstance(Type)
        ?? throw new InvalidOperationException($"{Type} has no parameterless constructor; a settings record needs one.");

    private static int Depth(Type type) => type.BaseType is { } parent ? 1 + Depth(parent) : 0;
}
