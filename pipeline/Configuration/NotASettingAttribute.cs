namespace Pipeline.Engine.Configuration;

/// <summary>Marks a property that the program fills in itself; it has no YAML key.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotASettingAttribute : Attribute;
