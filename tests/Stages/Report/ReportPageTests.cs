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
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "main",
        "footer",
        "nav",
        "section",
        "article",
        "h1",
        "h2",
        "h3",
        "h4",
        "p",
        "ul",
        "li",
        "strong",
        "span",
        "i",
        "a",
        "bdi",
        "div",
        "mark",
        "code",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "details",
        "summary",
        "figure",
        "svg",
        "path",
        "circle",
        "text",
        "g",
        "rect",
        "br",
        "b",
        "pre",
    ];

    private static readonly Provenance _nowhere = new([("program", "1.2.3")], "model: base\n");

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
            "\u007f\u0008\r\r\n\ufdd0\U0001ffff",
            "👩‍👩‍👧‍👦 e\u0301\u0323 \ufffd",
            new string('x', 100_000),
            string.Concat(Enumerable.Repeat("word ", 2_000)),
        ];

    [Fact]
    public async Task A_small_report_reads_as_approved() =>
        Approved.Matches("report", Style().Replace(await new SmallReport(text => text, name => name).PageAsync(), "<style></style>"));

    [Fact]
    public async Task The_same_data_give_the_same_page() =>
        Assert.Equal(
            await new SmallReport(text => text, name => name).PageAsync(),
            await new SmallReport(text => text, name => name).PageAsync()
        );

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public async Task Data_cannot_become_markup(string hostile)
    {
        var harmless = Parsed(await new SmallReport(text => text, name => name).PageAsync());
        var text = await new SmallReport(text => text + " " + hostile, name => name + hostile[..Math.Min(hostile.Length, 60)]).PageAsync();
        var page = Parsed(text);
        var attributes = page.Descendants().Attributes().ToList();

        Assert.Empty(page.Descendants().Select(element => element.Name.LocalName).Except(_elements));
        Assert.DoesNotContain(
            attributes,
            attribute =>
                attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)
                || attribute.Name.LocalName is "src" or "srcset"
        );
        Assert.All(attributes.Where(attribute => attribute.Name.LocalName == "href"), attribute => Assert.StartsWith("#", attribute.Value));
        Assert.Equal(
            harmless.Descendants("section").Select(section => section.Attribute("id")!.Value),
            page.Descendants("section").Select(section => section.Attribute("id")!.Value)
        );
        Assert.Single(Marker().Matches(text));
        Assert.InRange(text.Length, 1, 600_000);
    }

    [Fact]
    public async Task Control_characters_of_data_are_shown()
    {
        var page = Parsed(await new SmallReport(text => text + "\u001b[31m\u0000", name => name).PageAsync());

        Assert.Contains("It is so because of the scattering of light, number 1.␛[31m␀", page.Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_two_regions_are_called_the_same()
    {
        var page = Parsed(await new SmallReport(text => text, name => name).WithSeeds(20).PageAsync());
        var names = page.Descendants()
            .Where(element => (string?)element.Attribute("role") == "region")
            .Select(element => element.Attribute("aria-label")!.Value)
            .ToList();

        Assert.Contains("Findings (2)", names);
        Assert.Equal(names.Distinct(StringComparer.Ordinal), names);
    }

    [Fact]
    public async Task Many_seeds_are_summed_up_first_and_add_their_figures_but_no_texts()
    {
        const int Seeds = 20;
        var few = await new SmallReport(text => text, name => name).PageAsync();
        var many = await new SmallReport(text => text, name => name).WithSeeds(Seeds).PageAsync();
        var page = Parsed(many);
        XElement Section(string id) => page.Descendants("section").Single(section => (string?)section.Attribute("id") == id);
        var tables = Section("findings").Descendants("table").ToList();

        Assert.Equal(["base", "lft.facts", "sft.facts", "sft.simple"], tables[0].Descendants("bdi").Select(model => model.Value));
        Assert.Equal(
            ["1", "21", "21", "21"],
            tables[0].Element("tbody")!.Elements("tr").Select(row => row.Elements("td").ElementAt(2).Value)
        );
        Assert.Equal(1 + (3 * (Seeds + 1)), tables[1].Descendants("bdi").Distinct().Count());
        Assert.Contains(tables[1].Ancestors(), element => element.Name == "details");
        Assert.All(
            (string[])["findings", "shift", "borrowed", "scores", "training"],
            id => Assert.Contains("sft-s21.facts", Section(id).Value, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("-s21.", Section("answers").Value, StringComparison.Ordinal);
        Assert.InRange((many.Length - few.Length) / (3.0 * Seeds), 1, 4_000);
        Assert.Contains("One seed of training.", Parsed(few).Root!.Value, StringComparison.Ordinal);
        Assert.Contains("21 seeds of training.", Section("limits").Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_link_into_the_page_has_a_place_to_go_and_headings_skip_no_level()
    {
        var page = Parsed(await new SmallReport(text => text, name => name).PageAsync());
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();

        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(
            page.Descendants("a")
                .Select(link => link.Attribute("href")!.Value)
                .Where(address => address != "#run")
                .Select(address => address[1..])
                .Except(ids)
        );
        var levels = page.Descendants()
            .Where(element => element.Name.LocalName is "h1" or "h2" or "h3" or "h4")
            .Select(heading => heading.Name.LocalName[1] - '0')
            .ToList();
        Assert.All(
            levels.Zip(levels.Skip(1)),
            pair => Assert.True(pair.Second <= pair.First + 1, $"h{pair.First} is followed by h{pair.Second}")
        );
        Assert.Equal(1, levels[0]);
    }

    [Fact]
    public async Task Charts_are_named_and_what_scrolls_can_be_reached_by_keyboard()
    {
        var page = Parsed(await new SmallReport(text => text, name => name).PageAsync());
        var drawings = page.Descendants().Where(element => element.Name.LocalName == "svg").ToList();

        Assert.All(
            drawings,
            drawing =>
                Assert.True(
                    (string?)drawing.Attribute("aria-hidden") == "true"
                        || drawing.Attribute("aria-label") is not null
                        || drawing.Elements().First().Name.LocalName == "title"
                )
        );
        Assert.All(
            page.Descendants().Where(element => (string?)element.Attribute("class") == "scroll"),
            element => Assert.Equal("0", (string?)element.Attribute("tabindex"))
        );
        Assert.All(page.Descendants("th"), heading => Assert.NotEqual("", heading.Value));
    }

    [Fact]
    public void Facts_of_many_nodes_are_summed_up_by_stage_first()
    {
        var facts = Enumerable
            .Range(0, 50)
            .SelectMany(i =>
                (RunFact[])
                    [
                        new($"generate/m{i}", 2, 1, 10, 1.5, new string('a', 64), [$"../../cache/g{i}/part.parquet"]),
                        new($"shift/m{i}", 1, 1, 5, null, new string('b', 64), []) { Untimed = 1 },
                    ]
            )
            .ToList();

        var page = Parsed("<html>" + RunFactsPage.Insert("<!--run-facts-->", facts, _nowhere) + "</html>");
        var tables = page.Descendants("table").ToList();

        Assert.Equal(
            [
                ["generate", "50", "100", "50", "500", "75.0", ""],
                ["shift", "50", "50", "50", "250", "–", ""],
            ],
            tables[1].Element("tbody")!.Elements("tr").Select(row => row.Elements("td").Select(cell => cell.Value).ToArray())
        );
        Assert.Equal([50, 50], tables.Skip(2).Select(table => table.Element("tbody")!.Elements("tr").Count()));
        Assert.All(tables.Skip(2), table => Assert.Contains(table.Ancestors(), element => element.Name == "details"));
        Assert.Equal(50, page.Descendants("a").Count());
    }

    [Fact]
    public void Facts_of_the_run_come_with_links_to_its_files()
    {
        var page = Parsed(
            "<html>"
                + RunFactsPage.Insert(
                    "<!--run-facts-->",
                    [
                        new RunFact(
                            "generate/a<b",
                            2,
                            1,
                            10,
                            1.25,
                            new string('a', 64),
                            ["../../cache/a b/part \"1\"#.parquet", "../../cache/x/part-00001.parquet"]
                        ),
                        new RunFact("report", 1, 1, 0, 0.5, new string('b', 64), []),
                        new RunFact("judge", 1, 1, 0, null, new string('c', 64), []) { Untimed = 1 },
                    ],
                    new Provenance([("model", "a<b")], "model: \"a<b\"\n")
                )
                + "</html>"
        );

        Assert.Equal(
            ["../../cache/a%20b/part%20%221%22%23.parquet", "../../cache/x/part-00001.parquet"],
            page.Descendants("a").Select(link => link.Attribute("href")!.Value)
        );
        Assert.Contains(
            "4 artifacts made in 1.8 seconds of work: 1 computed in this run, 3 taken from the cache, 1 of them made when no record was kept",
            page.Root!.Value,
            StringComparison.Ordinal
        );
        Assert.Contains("generate/a<b", page.Root.Value, StringComparison.Ordinal);
        Assert.Equal(
            ["1.3", "0.5", "–"],
            page.Descendants("table").Last().Descendants("tr").Skip(1).Select(row => row.Elements("td").ElementAt(4).Value)
        );
        Assert.Equal("modela<b", page.Descendants("table").First().Element("tbody")!.Value.Trim());
        Assert.Equal("model: \"a<b\"\n", page.Descendants("pre").Single().Value);
    }

    /// <summary>The page is well-formed, so a strict parser sees what a browser sees.</summary>
    private static XDocument Parsed(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("<!--run-facts-->")]
    private static partial Regex Marker();
}
