using Pipeline.Engine;
using Pipeline.Engine.Configuration;

namespace Pipeline.Tests.Engine.Configuration;

/// <summary>A temporary folder of YAML files; messages name it <c>@</c>.</summary>
public sealed class ConfigurationFolder : IDisposable
{
    public ConfigurationFolder() => Path = Directory.CreateTempSubdirectory("configuration-").FullName;

    public string Path { get; }

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public BoundConfiguration Load(string text, params string[] overrides) =>
        ConfigurationLoader.Load(Write("p.yaml", text), typeof(ExampleSettings), overrides);

    public ExampleSettings Settings(string text, params string[] overrides) => Load(text, overrides).As<ExampleSettings>();

    public string Error(string text, params string[] overrides) =>
        Assert.Throws<InputException>(() => Load(text, overrides)).Message.Replace(Path, "@", StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
