using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Pipeline.Stages.Report;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Report;

/// <summary>The page as a whole: what it shows, and that data of any kind stays data.</summary>
public sealed partial class ReportPageTests
{
    private static readonly HashSet<string> _elements =
    [
        "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "nav", "section", "article", "h1", "h2", "h3", "h4", "p", "ul", "li", "strong", "span", "i", "a", "bdi", "div", "mark",
        "code", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "figure", "figcaption", "svg", "path", "polyline", "circle", "text",
    ];

    public static TheoryData<string> HostileTexts =>
    [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "</details></section></body>",
        "<!--run-facts-->",
        "&amp;&lt;&#60;script&#62;",
        "]]><![CDATA[",
        "\u202Egnp.exe\u202D \u2066rtl\u200F שלום עולם مرحبا",
        "\u0000\u0001\u001b[31m\u0085\u2028\ufffe",
        "👩‍👩‍👧‍👦 e\u0301\u0323 \ufffd",
        new string('x', 100_000),
        string.Concat(Enumerable.Repeat("word ", 2_000)),
    ];

    [Fact]
    public async Task A_small_report_reads_as_approved() =>
        Approved.Matches("report", Style().Replace(await new SmallReport(text => text, name => name).PageAsync(), "<style></style>"));

    [Fact]
    public async Task The_same_data_give_the_same_page() =>
        Assert.Equal(await new SmallReport(text => text, name => name).PageAsync(), await new SmallReport(text => text, name => name).PageAsync());

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public async Task Data_cannot_become_markup(string hostile)
    {
        var harmless = Parsed(await new SmallReport(text => text, name => name).PageAsync());
        var text = await new SmallReport(text => text + " " + hostile, name => name + hostile[..Math.Min(hostile.Length, 60)]).PageAsync();
        var page = Parsed(text);
        var attributes = page.Descendants().Attributes().ToList();

        Assert.Empty(page.Descendants().Select(element => element.Name.LocalName).Except(_elements));
        Assert.DoesNotContain(attributes, attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name.LocalName is "src" or "srcset");
        Assert.All(attributes.Where(attribute => attribute.Name.LocalName == "href"), attribute => Assert.StartsWith("#", attribute.Value));
        Assert.Equal(harmless.Descendants("section").Select(section => section.Attribute("id")!.Value), page.Descendants("section").Select(section => section.Attribute("id")!.Value));
        Assert.Single(Marker().Matches(text));
        Assert.InRange(text.Length, 1, 600_000);
    }

    [Fact]
    public void Facts_of_the_run_come_with_links_to_its_files()
    {
        var page = Parsed("<html>" + RunFactsPage.Insert(
            "<!--run-facts-->",
            [
                new RunFact("generate/a<b", 2, 1, 10, 1.25, new string('a', 64), ["../../cache/a b/part \"1\"#.parquet", "../../cache/x/part-00001.parquet"]),
                new RunFact("report", 1, 1, 0, 0.5, new string('b', 64), []),
            ]) + "</html>");

        Assert.Equal(
            ["../../cache/a%20b/part%20%221%22%23.parquet", "../../cache/x/part-00001.parquet"],
            page.Descendants("a").Select(link => link.Attribute("href")!.Value));
        Assert.Contains("1 artifact computed in 1.3 seconds of work, 2 taken from the cache", page.Root!.Value);
        Assert.Contains("generate/a<b", page.Root.Value);
        Assert.Equal(["1.3", "hit"], page.Descendants("tr").Skip(1).Select(row => row.Elements("td").ElementAt(4).Value));
    }

    /// <summary>The page is well-formed, so a strict parser sees what a browser sees.</summary>
    private static XDocument Parsed(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, CheckCharacters = false });
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("<!--run-facts-->")]
    private static partial Regex Marker();
}
