using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Pipeline.Engine.Configuration;

/// <summary>One key of a settings record with the rules that its attributes state.</summary>
internal sealed class SettingProperty(PropertyInfo property)
{
    public PropertyInfo Property { get; } = property;

    public string Key { get; } = KeyNames.ToKey(property.Name);

    public Type Type => Property.PropertyType;

    public RangeAttribute? Range { get; } = property.GetCustomAttribute<RangeAttribute>();

    /// <summary>What a list may hold.</summary>
    public ItemsAttribute Items { get; } = property.GetCustomAttribute<ItemsAttribute>() ?? new ItemsAttribute();

    public PathSettingAttribute? Path { get; } = property.GetCustomAttribute<PathSettingAttribute>();

    /// <summary>The texts that a string may be; null when any may.</summary>
    public IReadOnlyList<string>? Allowed { get; } =
        property.GetCustomAttribute<AllowedValuesAttribute>()?.Values.OfType<string>().ToList();

    public bool Required { get; } = property.IsDefined(typeof(RequiredMemberAttribute)) || property.IsDefined(typeof(RequiredAttribute));

    /// <summary>The shape of a nested record; null for every other type.</summary>
    public SettingsShape? Record => SettingKind.IsRecord(Type) ? SettingsShape.Get(Type) : null;

    /// <summary>Whether an empty value may stand for null.</summary>
    public bool AcceptsNull =>
        Nullable.GetUnderlyingType(Type) is not null
        || (!Type.IsValueType && new NullabilityInfoContext().Create(Property).WriteState == NullabilityState.Nullable);
}
