namespace Pipeline.Engine.Configuration;

/// <summary>What is expected at a <see cref="SettingPath"/>. Without this attribute a file or folder must be there.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PathSettingAttribute : Attribute
{
    /// <summary>Whether the path may name something that does not exist (yet).</summary>
    public bool MayBeAbsent { get; init; }

    /// <summary>Where to get what is not there: the end of the message, if any.</summary>
    public string? Advice { get; init; }

    /// <summary>Whether a file, a folder or either is expected.</summary>
    public PathKind Kind { get; init; }
}

/// <summary>What a path is expected to name.</summary>
public enum PathKind
{
    /// <summary>A file or a folder.</summary>
    Any,

    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,
}
