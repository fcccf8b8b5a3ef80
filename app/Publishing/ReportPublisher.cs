using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Report;

namespace Pipeline.App.Publishing;

/// <summary>Puts the page of a completed run where a person opens it, with the run's facts and where everything comes from.</summary>
internal static class ReportPublisher
{
    /// <summary>Writes the page.</summary>
    /// <param name="run">The run.</param>
    /// <param name="version">The program's version.</param>
    /// <param name="libraries">Versions of the libraries that compute artifacts.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Its path; null where the run made no report.</returns>
    public static async Task<string?> PublishAsync(
        FinishedRun run,
        string version,
        IReadOnlyDictionary<string, string> libraries,
        CancellationToken cancellation
    )
    {
        if (run.Graph.Report is not { } node || !run.Result.Artifacts.TryGetValue(node, out var report))
        {
            return null;
        }

        var completed = run.Result.Completed.ToDictionary(done => done.Node, StringComparer.Ordinal);
        var facts = run
            .Graph.Nodes.Where(ran => completed.ContainsKey(ran.Id))
            .Select(ran => Fact(completed[ran.Id], run.Result.Artifacts[ran], run.Result.Work[ran], run.Settings.RunFolder))
            .ToList();
        var provenance = new Provenance(
            RunProvenance.Describe(run, version, libraries).ToList(),
            ResolvedSettings.Write(run.Configuration, absolutePaths: false)
        );
        var page = await File.ReadAllTextAsync(report.PathOf(ReportStage.Page), cancellation).ConfigureAwait(false);
        var path = Path.Combine(run.Settings.RunFolder, ReportStage.Page);
        Directory.CreateDirectory(run.Settings.RunFolder);
        DurableFile.WriteAllText(path, RunFactsPage.Insert(page, facts, provenance));
        return path;
    }

    private static RunFact Fact(NodeCompleted done, Artifact artifact, IReadOnlyList<UnitWork> works, string folder) =>
        new(
            done.Node,
            done.Parts,
            done.Hits,
            done.Rows,
            works.Count == 0 ? null : works.Sum(work => work.Seconds),
            artifact.Digest,
            [
                .. artifact
                    .Parts.Select(part => part.Path)
                    .Concat(artifact.Files.Select(file => file.Path))
                    .Distinct(StringComparer.Ordinal)
                    .Select(path => Path.GetRelativePath(folder, path)),
            ]
        )
        {
            Untimed = done.Parts - works.Count,
        };
}
