namespace Pipeline.Stages.Report;

/// <summary>A model's name with its colour.</summary>
internal static class ModelLabel
{
    /// <summary>The label as markup.</summary>
    public static string Write(ReportMaterial material, ModelFindings found) => Write(found.Model.Name, material.ColourOf(found));

    /// <summary>The label of a model that a table names; the name alone where the page knows no such model, as for all seeds
    /// together.</summary>
    public static string Write(ReportMaterial material, string model) =>
        material.Findings.FirstOrDefault(found => found.Model.Name == model) is { } found
            ? Write(material, found)
            : HtmlWriter.Escaped(model);

    /// <summary>The label of models that differ in their seed alone.</summary>
    public static string Write(ReportMaterial material, SeedGroup group) => Write(group.Name, material.ColourOf(group.First));

    private static string Write(string name, string colour) =>
        $"<span class=\"model\"><i class=\"dot {colour}\"></i><bdi>{HtmlWriter.Escaped(name)}</bdi></span>";
}
