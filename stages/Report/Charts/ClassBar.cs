using System.Globalization;

namespace Pipeline.Stages.Report.Charts;

/// <summary>Shares of unshifted, marginal and shifted tokens as one bar.</summary>
internal static class ClassBar
{
    /// <summary>The bar as markup.</summary>
    public static string Draw(double unshifted, double marginal, double shifted) =>
        $"<span class=\"bar\">{Piece("unshifted", unshifted)}{Piece("marginal", marginal)}{Piece("shifted", shifted)}</span>";

    private static string Piece(string kind, double share) =>
        string.Create(CultureInfo.InvariantCulture, $"<i class=\"{kind}\" style=\"width:{share * 100:0.##}%\"></i>");
}
