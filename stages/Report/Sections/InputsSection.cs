namespace Pipeline.Stages.Report.Sections;

/// <summary>The artifacts that the page is made of, so that a reader can check that another page is about the same data.</summary>
internal static class InputsSection
{
    private const int ShownDigits = 16;

    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        page.Section("inputs", "What this page is made of")
            .Raw("<details>")
            .Element("summary", Figure.Count(material.Inputs.Count, "artifact"));
        using (
            var table = new HtmlTable(
                page,
                ("artifact", CellKind.Text),
                ("rows", CellKind.Number),
                ($"SHA-256 of its contents, first {ShownDigits} digits", CellKind.Markup)
            )
        )
        {
            foreach (var input in material.Inputs)
            {
                table.Row(
                    input.Name,
                    input.Rows == 0 ? Figure.None : Figure.Count(input.Rows),
                    $"<code>{input.Digest[..Math.Min(ShownDigits, input.Digest.Length)]}</code>"
                );
            }
        }

        page.Raw("</details>\n").EndSection();
    }
}
