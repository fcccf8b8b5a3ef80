using System.Xml.Linq;
using Pipeline.Modeling.Text;

namespace Pipeline.Tests.Modeling.Text;

/// <summary>Text in markup: well-formed whatever it holds, and visible.</summary>
public sealed class MarkupTextTests
{
    [Theory]
    [InlineData("plain ü 漢 👩‍👩‍👧", "plain ü 漢 👩‍👩‍👧")]
    [InlineData("a\tb\nc", "a\tb\nc")]
    [InlineData("a\r\nb\rc", "a\nb␍c")]
    [InlineData("\u0000\u0007\u001b[31m\u007f", "␀␇␛[31m␡")]
    [InlineData("\u0080\u009f\ufdd0\ufdef\ufffe\uffff", "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd")]
    [InlineData("\ufdcf\ufdf0\u00a0", "\ufdcf\ufdf0\u00a0")]
    [InlineData("\U0001fffe\U0010ffff\U0001fffd", "\ufffd\ufffd\ufffd\ufffd\U0001fffd")]
    [InlineData("<b>&\"'</b>", "<b>&\"'</b>")]
    public void A_strict_reader_reads_it(string text, string read) =>
        Assert.Equal(read, XElement.Parse($"<p>{MarkupText.Escape(text)}</p>", LoadOptions.PreserveWhitespace).Value);

    [Fact]
    public void Half_a_surrogate_pair_becomes_a_replacement() =>
        Assert.Equal("\ufffdx\ufffd", XElement.Parse($"<p>{MarkupText.Escape("\ud800x\udc00")}</p>").Value);

    [Fact]
    public void No_character_of_the_first_plane_makes_markup_ill_formed()
    {
        for (var character = 0; character <= char.MaxValue; character++)
        {
            var text = MarkupText.Escape($"a{(char)character}b");
            Assert.StartsWith("a", XElement.Parse($"<p title=\"{text}\">{text}</p>").Value, StringComparison.Ordinal);
        }
    }
}
