namespace Pipeline.Engine.Configuration;

/// <summary>Marks a list setting whose items name arguments and variables that are secret: their values in lists of the same record, such
/// as a command, are masked wherever settings are written.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretNamesAttribute : Attribute;
