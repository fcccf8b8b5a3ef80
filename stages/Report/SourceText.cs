using Pipeline.Engine;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Report;

/// <summary>A text that spans stand in, of a training row or an answer, and the heading above it.</summary>
/// <param name="Heading">What it is; a request in quotes follows where there is one.</param>
/// <param name="Request">What the text answers; empty for a text that answers none.</param>
/// <param name="Text">The text.</param>
internal sealed record SourceText(string Heading, string Request, string Text)
{
    /// <summary>The text that a table names by field and turn.</summary>
    /// <param name="instance">The training row.</param>
    /// <param name="field">The field.</param>
    /// <param name="turn">The turn, 0-based.</param>
    public static SourceText Find(InstanceRow instance, InstanceField field, int turn)
    {
        var text = InstanceText.Find(instance, field, turn);
        if (text.Field != InstanceField.Response)
        {
            return new SourceText($"Training row{text.DescribeTurn(instance)}: {field.Spell()}", "", text.Text);
        }

        var request = InstanceText.FindRequest(instance, turn);
        return request.Length == 0
            ? new SourceText("Training text", "", text.Text)
            : new SourceText(
                $"Training row{(text.DescribeTurn(instance) is { Length: > 0 } place ? place + "," : "")} for",
                request,
                text.Text
            );
    }

    /// <summary>Writes the heading, and the text around what is marked in it.</summary>
    /// <param name="page">The page.</param>
    /// <param name="marks">The characters that are marked.</param>
    public void WriteExcerpt(HtmlWriter page, IReadOnlyList<(int Start, int End)> marks)
    {
        WriteHeading(page);
        page.Raw("<div class=\"text\" dir=\"auto\">");
        new AnnotatedText(Text, marks, []).WriteExcerpt(page);
        page.Raw("</div>");
    }

    /// <summary>Writes the heading.</summary>
    public void WriteHeading(HtmlWriter page)
    {
        page.Raw("<h4>").Text(Request.Length == 0 ? Heading : Heading + " “").Raw("<bdi>").Text(Shortened.Shorten(Request)).Raw("</bdi>");
        page.Text(Request.Length == 0 ? "" : "”").Raw("</h4>");
    }
}
