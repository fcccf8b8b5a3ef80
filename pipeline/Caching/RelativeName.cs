namespace Pipeline.Engine.Caching;

/// <summary>Names of files and folders that others wrote, and that must not lead anywhere else.</summary>
public static class RelativeName
{
    /// <summary>Whether a name stays below the folder that it is relative to, whatever wrote it.</summary>
    public static bool IsInside(string name) =>
        !name.Contains('\0') && !Path.IsPathRooted(name) && name.Split('/', '\\').All(segment => segment is not ("" or "." or ".."));
}
