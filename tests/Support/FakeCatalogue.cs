using System.Globalization;
using Pipeline.Engine;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Tables;

namespace Pipeline.Tests.Support;

/// <summary>
/// A small application over fake stages: numbers are read from a file, two variants add to them, each is summed, and a report folds the
/// sums.
/// </summary>
public sealed class FakeCatalogue : ICatalogue
{
    /// <summary>What the addition of a variant does before it adds, given the variant and the part.</summary>
    public Func<string, int, CancellationToken, Task> BeforeAdding { get; init; } = (_, _, _) => Task.CompletedTask;

    /// <summary>The name of the first variant, as a file could spell it.</summary>
    public string Small { get; init; } = "small";

    /// <summary>Called when a completed run publishes.</summary>
    public Action Publishing { get; init; } = () => { };

    public string Version => "1.2.3";

    public string Description => "Adds numbers.";

    public IReadOnlyList<CommandExample> Examples =>
        [new("run", "my.yaml", "add the numbers"), new("inspect", "inspect my.yaml add 3", "the third number")];

    public Type SettingsType => typeof(FakeSettings);

    public IReadOnlyDictionary<string, string> Libraries { get; } = new Dictionary<string, string>();

    public Graph Build(BoundConfiguration configuration)
    {
        var settings = configuration.As<FakeSettings>();
        var graph = new GraphBuilder();
        var read = graph.Fold("read/numbers", Reading(settings.PartRows), new ExternalInput("file", settings.Numbers.Absolute, []));
        var sums = new[] { (Small, 1), ("large", 10) }
            .Select(variant =>
            {
                var (name, factor) = variant;
                var added = graph.Map(
                    $"add/{name}",
                    Adding(name, factor * settings.Stages.Add.Amount),
                    [new NodeOutput(FakeMap.Rows, read)]
                );
                return graph.Fold($"sum/{name}", FakeFold.Sum("sum"), new NodeOutput("values", added));
            })
            .ToList();
        return graph.Build(
            graph.Fold("report", Reporting(), [.. sums.Select((sum, index) => new NodeOutput($"sum:{index}", sum, OutputScope.Everything))])
        );
    }

    public IEnumerable<InputCheck> Checks(BoundConfiguration configuration, Graph graph)
    {
        var path = configuration.As<FakeSettings>().Numbers.Absolute;
        yield return new InputCheck("numbers", _ => Task.FromResult($"{Numbers(path).Count} numbers")) { ProvedBy = ["read/numbers"] };
    }

    public IRowView? RowView(StageNode node) => node.Stage.Name == "add" ? new AddedView() : null;

    public Task<string?> PublishAsync(FinishedRun run, CancellationToken cancellation)
    {
        Publishing();
        if (!run.Result.Artifacts.TryGetValue(run.Graph.Report!, out var report))
        {
            return Task.FromResult<string?>(null);
        }

        var page = Path.Combine(run.Settings.RunFolder, "report.html");
        File.Copy(report.PathOf("report.html"), page, overwrite: true);
        return Task.FromResult<string?>(page);
    }

    private static List<int> Numbers(string path) =>
        [
            .. File.ReadLines(path)
                .Select(
                    (line, index) =>
                        int.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                            ? number
                            : throw new InputException($"{Path.GetFileName(path)}:{index + 1}: '{line}' is no whole number.")
                ),
        ];

    private static FakeFold Reading(int partRows) =>
        new(
            "read",
            async (inputs, output, cancellation) =>
            {
                foreach (var part in Numbers(inputs["file"].Files[0].Path).Chunk(partRows))
                {
                    await output.WritePartAsync(
                        part.Select(value => new FakeRow { Id = $"row {value}", Value = value }).ToList(),
                        cancellation
                    );
                }
            }
        )
        {
            Settings = new FakeOptions { Number = partRows },
        };

    private static FakeFold Reporting() =>
        new(
            "report",
            async (inputs, output, cancellation) =>
            {
                var sums = inputs.Names.Select(name => File.ReadAllText(inputs[name].PathOf("sum.txt")));
                await File.WriteAllTextAsync(output.PathOf("report.html"), $"<p>{string.Join(", ", sums)}</p>", cancellation);
            }
        );

    private FakeMap Adding(string variant, int amount) =>
        new(
            "add",
            async (index, rows, cancellation) =>
            {
                await BeforeAdding(variant, index, cancellation);
                return rows.Select(row => new FakeRow { Id = row.Id, Value = row.Value + amount }).ToList();
            }
        )
        {
            Settings = new FakeOptions { Number = amount },
        };

    private sealed class AddedView : IRowView
    {
        public async Task<IReadOnlyList<StyledText>> RenderAsync(InspectedRow row, CancellationToken cancellation)
        {
            var rows = await TableFile.ReadAsync<FakeRow>(row.Part.Path, cancellation);
            return
            [
                new StyledText(rows[row.IndexInPart].Id + " becomes "),
                new StyledText($"{rows[row.IndexInPart].Value}", TextStyle.Marked),
                new StyledText("\n"),
            ];
        }
    }
}
