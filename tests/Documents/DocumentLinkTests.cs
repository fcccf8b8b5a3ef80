using System.Text.RegularExpressions;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Documents;

/// <summary>What the documentation points at is there.</summary>
public sealed partial class DocumentLinkTests
{
    [Fact]
    public void Every_link_leads_to_a_file_and_to_a_heading_of_it()
    {
        var dead =
            from page in DocumentPage.All
            from link in page.Links
            where !link.StartsWith("https://", StringComparison.Ordinal)
            let parts = link.Split('#')
            let target = parts[0].Length == 0
                ? page.Name
                : Path.GetRelativePath(Repository.Root, Path.Combine(Path.GetDirectoryName(Repository.PathOf(page.Name))!, parts[0]))
            where
                !Path.Exists(Repository.PathOf(target))
                || (parts.Length > 1 && !DocumentPage.All.Single(other => other.Name == target).Fragments.Contains(parts[1]))
            select $"{page.Name}: {link}";

        Assert.NotEmpty(DocumentPage.All.SelectMany(page => page.Links));
        Assert.Empty(dead);
    }

    [Fact]
    public void Every_page_can_be_reached_from_the_first()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(["README.md"]);
        while (open.TryDequeue(out var name))
        {
            if (reached.Add(name))
            {
                var page = DocumentPage.All.Single(page => page.Name == name);
                var folder = Path.GetDirectoryName(Repository.PathOf(name))!;
                var targets = page.Links.Select(link =>
                    Path.GetRelativePath(Repository.Root, Path.GetFullPath(link.Split('#')[0], folder))
                );
                foreach (
                    var target in targets.SelectMany(target =>
                        Directory.Exists(Repository.PathOf(target))
                            ? DocumentPage.All.Select(other => other.Name).Where(other => Path.GetDirectoryName(other) == target)
                            : DocumentPage.All.Select(other => other.Name).Where(other => other == target)
                    )
                )
                {
                    open.Enqueue(target);
                }
            }
        }

        Assert.Empty(DocumentPage.All.Select(page => page.Name).Except(reached));
    }

    [Fact]
    public void Every_path_in_code_is_there()
    {
        var dead =
            from page in DocumentPage.All
            from code in page.Code
            where
                RepositoryPath().IsMatch(code)
                && !Path.Exists(Repository.PathOf(code.TrimEnd('/')))
                && !Path.Exists(Path.Combine(Path.GetDirectoryName(Repository.PathOf(page.Name))!, code))
            select $"{page.Name}: {code}";

        Assert.Contains(DocumentPage.All.SelectMany(page => page.Code), code => RepositoryPath().IsMatch(code));
        Assert.Empty(dead);
    }

    [GeneratedRegex(@"^(app|benchmarks|data|docs|examples|pipeline|stages|tests)/[\w./-]+$")]
    private static partial Regex RepositoryPath();
}
