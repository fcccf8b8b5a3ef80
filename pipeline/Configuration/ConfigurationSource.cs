namespace Pipeline.Engine.Configuration;

/// <summary>Where settings come from: a YAML file or one override of the command line.</summary>
/// <param name="Display">How messages name it: the file as the user spelled it, or <c>--set key=value</c>.</param>
/// <param name="Folder">Absolute folder against which its relative paths resolve.</param>
/// <param name="HasLines">False for an override, whose messages carry no line and column.</param>
public sealed record ConfigurationSource(string Display, string Folder, bool HasLines);
