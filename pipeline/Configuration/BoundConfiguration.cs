namespace Pipeline.Engine.Configuration;

/// <summary>A configuration after reading, merging, overriding and binding: typed settings that remember where they were written.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Files">Absolute paths of the file and of everything that it includes.</param>
/// <param name="Overrides">The <c>--set</c> arguments, in order.</param>
/// <param name="Settings">The application's settings record.</param>
/// <param name="Sources">Where each value was written.</param>
public sealed record BoundConfiguration(
    string File,
    IReadOnlyList<string> Files,
    IReadOnlyList<string> Overrides,
    object Settings,
    SourceMap Sources
)
{
    /// <summary>The file's name without folder and extension: the natural name of a run.</summary>
    public string Name => Path.GetFileNameWithoutExtension(File);

    /// <summary>The settings as the application's record.</summary>
    public TSettings As<TSettings>()
        where TSettings : class => (TSettings)Settings;

    /// <summary>Where a value was written, by dotted path; see <see cref="SourceMap.Where"/>.</summary>
    public SourcePosition Where(string path) => Sources.Where(path);

    /// <summary>An error about one setting; the message starts with its position and path. Throw it.</summary>
    public InputException Invalid(string path, string message) => new($"{Where(path)}: {path}: {message}");
}
