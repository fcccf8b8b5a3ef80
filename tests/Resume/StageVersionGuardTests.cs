using System.Globalization;
using System.Text;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Resume;

/// <summary>
/// Holds each stage's output against its declared version: other bytes (for what tensors made, other figures beyond rounding) under the
/// same version would let old cached artifacts pass for new ones. UPDATE_APPROVED=1 approves the outputs of raised versions.
/// </summary>
public sealed class StageVersionGuardTests
{
    private const double Tolerance = 0.01;

    /// <summary>Of the numbers that can jump, the share that may be others on another processor. Other code makes most of them
    /// others.</summary>
    private const double JumpingShare = 0.05;

    private const string Name = "stage-outputs";

    [Fact]
    public async Task What_a_stage_writes_changes_only_with_its_version()
    {
        using var chain = await TinyChain.CompletedOnFixedBaseAsync();
        var outputs = await StageOutputs.OfAsync((await chain.RunAsync()).Artifacts);
        var path = Repository.PathOf("tests", "Approved", Name + ".txt");
        var approved = File.Exists(path) ? Parse(await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken)) : [];
        var silent = outputs
            .Where(stage =>
                approved.TryGetValue(stage.Key, out var known)
                && known.Version == StageVersions.Declared[stage.Key]
                && Difference(known.Lines, stage.Value) is not null
            )
            .Select(stage => $"{stage.Key}: {Difference(approved[stage.Key].Lines, stage.Value)}")
            .ToList();
        Assert.True(
            silent.Count == 0,
            "These stages write something else than before under the same Version; raise it, then run with "
                + $"UPDATE_APPROVED=1:\n{string.Join('\n', silent)}"
        );

        // A figure within the tolerance keeps its approved spelling, so that another processor type does not ask for an update.
        Approved.Matches(
            Name,
            Text(
                outputs.ToDictionary(
                    stage => stage.Key,
                    stage =>
                        approved.TryGetValue(stage.Key, out var known) && known.Version == StageVersions.Declared[stage.Key]
                            ? known.Lines
                            : stage.Value
                )
            )
        );
    }

    [Theory]
    [InlineData("a bytes 12", "a bytes 12", true)]
    [InlineData("a bytes 12", "a bytes 13", false)]
    [InlineData("a table.loss 1.000", "a table.loss 1.001", true)]
    [InlineData("a table.loss 1.000", "a table.loss 1.100", false)]
    [InlineData("a table.rows 100", "a table.rows 101", false)]
    [InlineData("a table.loss 1", "a table.gain 1", false)]
    [InlineData("a table.rank each 1 2 3 4", "a table.rank each 1 2 3 4", true)]
    [InlineData("a table.rank each 1 2 3 4", "a table.rank each 1 2 9 4", true)]
    [InlineData("a table.rank each 1 2 3 4", "a table.rank each 1 3 4 4", false)]
    [InlineData("a table.rank each 1 2 3 4", "a table.rank each 1 2 3", false)]
    [InlineData("a table.rank each 1 2 3 4", "a table.depth each 1 2 3 4", false)]
    [InlineData("a table.rank each 1 2 3 4", "a table.rank 2.5", false)]
    [InlineData("a table.kl each 0.5 0.25", "a table.kl each 0.501 0.2501", true)]
    [InlineData("a table.kl each 0.5 -0.25 0.1", "a table.kl each -0.5 0.25 -0.1", false)]
    public void Figures_may_differ_by_rounding_and_nothing_else(string before, string after, bool same) =>
        Assert.Equal(same, Difference([before], [after]) is null);

    private static string? Difference(IReadOnlyList<string> before, List<string> after)
    {
        for (var i = 0; i < Math.Max(before.Count, after.Count); i++)
        {
            var (left, right) = (before.ElementAtOrDefault(i) ?? "(nothing)", after.ElementAtOrDefault(i) ?? "(nothing)");
            if (!IsSame(left, right))
            {
                return $"{left} → {right}";
            }
        }

        return null;
    }

    private static bool IsSame(string left, string right)
    {
        if (left.Split(StageOutputs.Each) is [var what, var before] && right.Split(StageOutputs.Each) is [var same, var after])
        {
            return what == same && AreMostlySame(Numbers(before), Numbers(after));
        }

        var (a, b) = (left.LastIndexOf(' '), right.LastIndexOf(' '));
        return left == right
            || (
                a == b
                && left[..a] == right[..b]
                && !left[..a].EndsWith(".rows", StringComparison.Ordinal)
                && !left[..a].EndsWith(" bytes", StringComparison.Ordinal)
                && double.TryParse(left[a..], CultureInfo.InvariantCulture, out var x)
                && double.TryParse(right[b..], CultureInfo.InvariantCulture, out var y)
                && IsNear(x, y)
            );
    }

    private static bool IsNear(double x, double y) => Math.Abs(x - y) <= Tolerance * Math.Max(Math.Abs(x), 0.01);

    private static bool AreMostlySame(double[] before, double[] after) =>
        before.Length == after.Length
        && before.Zip(after).Count(pair => !IsNear(pair.First, pair.Second)) <= Math.Max(1, JumpingShare * before.Length);

    private static double[] Numbers(string list) =>
        [.. list.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

    private static string Text(IReadOnlyDictionary<string, IReadOnlyList<string>> outputs)
    {
        var text = new StringBuilder();
        foreach (var (stage, lines) in outputs.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{stage} version {StageVersions.Declared[stage]}\n");
            foreach (var line in lines)
            {
                text.Append("  ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static Dictionary<string, (int Version, IReadOnlyList<string> Lines)> Parse(string[] text)
    {
        var stages = new Dictionary<string, (int, IReadOnlyList<string>)>(StringComparer.Ordinal);
        List<string> lines = [];
        foreach (var line in text)
        {
            if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                lines.Add(line[2..]);
            }
            else if (line.Split(' ') is [var stage, "version", var version])
            {
                stages[stage] = (int.Parse(version, CultureInfo.InvariantCulture), lines = []);
            }
        }

        return stages;
    }
}
