using System.Collections;
using System.Globalization;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;
using Pipeline.Engine.Tables;

namespace Pipeline.Tests.Resume;

/// <summary>
/// What the stages of a run wrote, in a form that can be approved: a digest of the bytes where no tensor was involved, else row counts and
/// the mean of every column of numbers, which agree within tolerances across processor types. Where rounding can make a number jump, the
/// rows' own numbers stand in place of their mean, which one jump would move.
/// </summary>
internal static class StageOutputs
{
    /// <summary>Stands before the numbers of a line that lists them row by row.</summary>
    public const string Each = " each";

    /// <summary>
    /// Columns that jump where two tokens are about equally likely, and what is counted from them: ranks, the most likely token and the
    /// figures at it, lists cut after k tokens, classes by rank.
    /// </summary>
    private static readonly HashSet<string> _jumping =
    [
        "ArgmaxBaseProbability",
        "ArgmaxBaseRank",
        "ArgmaxId",
        "ArgmaxTunedProbability",
        "Marginal",
        "Shifted",
        "TokenBaseRank",
        "TopKBaseProbability",
        "TopKBaseRank",
        "TopKKl",
        "Unshifted",
    ];

    /// <summary>By stage, the lines that describe its outputs: <c>node what value</c>.</summary>
    public static async Task<SortedDictionary<string, List<string>>> OfAsync(IReadOnlyDictionary<StageNode, Artifact> artifacts)
    {
        var outputs = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (node, artifact) in artifacts.OrderBy(entry => entry.Key.Id, StringComparer.Ordinal))
        {
            if (!outputs.TryGetValue(node.Stage.Name, out var lines))
            {
                outputs.Add(node.Stage.Name, lines = []);
            }

            if (IsExact(node))
            {
                lines.Add($"{node.Id} bytes {artifact.Digest}");
            }
            else
            {
                lines.AddRange((await MeasuresAsync(artifact)).Select(measure => $"{node.Id} {measure}"));
            }
        }

        return outputs;
    }

    private static bool IsExact(StageNode node) => node.Stage.Slot != ResourceSlot.Device && node.Parents.All(IsExact);

    private static async Task<IEnumerable<string>> MeasuresAsync(Artifact artifact)
    {
        var tables = artifact
            .Parts.GroupBy(_ => "table", part => part.Path)
            .Concat(
                artifact
                    .Files.Where(file => file.Name.EndsWith(".parquet", StringComparison.Ordinal))
                    .GroupBy(file => file.Name, file => file.Path)
            );
        var lines = artifact
            .Files.Select(file => file.Name)
            .Where(name => !name.EndsWith(".parquet", StringComparison.Ordinal))
            .Select(name => $"file {name}")
            .ToList();
        foreach (var table in tables)
        {
            var rows = new List<IReadOnlyDictionary<string, object?>>();
            foreach (var path in table)
            {
                rows.AddRange((await UntypedTable.ReadAsync(path, TestContext.Current.CancellationToken)).Rows);
            }

            lines.Add($"{table.Key}.rows {rows.Count}");
            foreach (var column in rows.SelectMany(row => row.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                var values = rows.SelectMany(row => Numbers(row.GetValueOrDefault(column))).ToList();
                if (values.Count > 0)
                {
                    lines.Add(
                        _jumping.Contains(column)
                            ? $"{table.Key}.{column}{Each}{string.Concat(values.Select(value => string.Create(CultureInfo.InvariantCulture, $" {value:G4}")))}"
                            : string.Create(CultureInfo.InvariantCulture, $"{table.Key}.{column} {values.Average():G6}")
                    );
                }
            }
        }

        return lines;
    }

    private static IEnumerable<double> Numbers(object? value) =>
        value switch
        {
            null or string => [],
            bool flag => [flag ? 1 : 0],
            IEnumerable list => list.Cast<object?>().SelectMany(Numbers),
            IConvertible number => [number.ToDouble(CultureInfo.InvariantCulture)],
            _ => [],
        };
}
