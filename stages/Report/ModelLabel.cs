namespace Pipeline.Stages.Report;

/// <summary>A model's name with its colour.</summary>
internal static class ModelLabel
{
    /// <summary>The label as markup.</summary>
    public static string Of(ReportMaterial material, ModelFindings found) =>
        $"<span class=\"model\"><i class=\"dot {material.ColourOf(found)}\"></i><bdi>{HtmlWriter.Escaped(found.Model.Name)}</bdi></span>";
}
