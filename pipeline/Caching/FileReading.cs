namespace Pipeline.Engine.Caching;

/// <summary>How far a file is hashed.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Done">Bytes hashed.</param>
/// <param name="Bytes">Its length in bytes.</param>
public readonly record struct FileReading(string Path, long Done, long Bytes);
