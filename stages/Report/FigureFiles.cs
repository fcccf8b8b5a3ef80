using Pipeline.Engine.Artifacts;

namespace Pipeline.Stages.Report;

/// <summary>The plots that a summary drew beside its tables.</summary>
internal static class FigureFiles
{
    /// <summary>The plots as SVG, by name.</summary>
    public static List<(string Name, string Svg)> Read(Artifact summary) =>
        summary
            .Files.Where(file => file.Name.EndsWith(".svg", StringComparison.Ordinal))
            .Select(file => (Path.GetFileNameWithoutExtension(file.Name), File.ReadAllText(file.Path)))
            .ToList();
}
