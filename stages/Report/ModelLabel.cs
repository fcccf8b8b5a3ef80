namespace Pipeline.Stages.Report;

/// <summary>A model's name with its colour.</summary>
internal static class ModelLabel
{
    /// <summary>The label as markup.</summary>
    public static string Of(ReportMaterial material, ModelFindings found) => Of(found.Model.Name, material.ColourOf(found));

    /// <summary>The label of models that differ in their seed alone.</summary>
    public static string Of(ReportMaterial material, SeedGroup group) => Of(group.Name, material.ColourOf(group.First));

    private static string Of(string name, string colour) =>
        $"<span class=\"model\"><i class=\"dot {colour}\"></i><bdi>{HtmlWriter.Escaped(name)}</bdi></span>";
}
