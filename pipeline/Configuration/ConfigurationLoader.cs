namespace Pipeline.Engine.Configuration;

/// <summary>Reads a YAML file, its includes and the command line's overrides into a settings record.</summary>
internal static class ConfigurationLoader
{
    /// <summary>Loads and checks a configuration.</summary>
    /// <param name="file">The YAML file as the user named it, absolute or relative to the current directory.</param>
    /// <param name="settingsType">The settings record: a class with a parameterless constructor and init or set properties.</param>
    /// <param name="overrides"><c>stage.key=value</c> texts, applied in order over the file.</param>
    /// <exception cref="InputException">Anything wrong in the files or overrides; the message starts with
    /// <c>file:line:column</c>.</exception>
    public static BoundConfiguration Load(string file, Type settingsType, IReadOnlyList<string> overrides)
    {
        var reader = new IncludeReader();
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var start = new SourcePosition(new ConfigurationSource(file, folder, HasLines: true), 1, 1);
        var root = reader.Read(file) ?? new MappingNode([], start);
        foreach (var text in overrides)
        {
            root = SettingOverride.Parse(text).Apply(root, SettingsShape.Get(settingsType));
        }

        var sources = new SourceMap(start);
        var settings = new YamlBinder(sources).Bind(root, settingsType);
        return new BoundConfiguration(file, reader.Files, [.. overrides], settings, sources);
    }
}
