using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Pipeline.App.Settings;
using Pipeline.Engine.Caching;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Modeling.Search;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Retrieve;

namespace Pipeline.App.Publishing;

/// <summary>What a reader has to know to make a report again: when, with what, from which model, asked how.</summary>
internal static class RunProvenance
{
    private const int ShownDigits = 16;

    /// <summary>The facts, by name, in the order in which they are shown.</summary>
    public static IEnumerable<(string Name, string Value)> Describe(
        FinishedRun run,
        string version,
        IReadOnlyDictionary<string, string> libraries
    )
    {
        var settings = run.Configuration.As<PipelineSettings>();
        var works = run.Result.Work.Values.SelectMany(node => node).ToList();
        yield return ("page written", Time(DateTimeOffset.UtcNow));
        if (works.Count > 0)
        {
            yield return ("artifacts made", Between(works.Min(work => work.Made), works.Max(work => work.Made)));
            yield return (
                "computed on",
                string.Join(", ", works.Select(work => work.Processor).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            );
        }

        yield return ("program", version);
        yield return ("libraries", string.Join(", ", libraries.Select(library => $"{library.Key} {library.Value}")));
        yield return ("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        yield return ("settings", Path.GetFileName(run.Configuration.File) + Overridden(run.Configuration.Overrides.Count));
        if (settings.Model is { } model)
        {
            yield return ("model", model.Spelled + ContentOf(run, GenerateStage.Model));
        }

        foreach (var (name, other) in settings.Models)
        {
            yield return ($"model {name}", other.Path.Spelled);
        }

        yield return ("device", settings.Device);
        yield return ("template", settings.Stages.Tokenize.Template);
        yield return ("decoding", Spelled(settings.Stages.Generate));
        yield return ("retrieval", Spelled(settings.Stages.Retrieve));
        if (settings.Stages.Retrieve.Type != RetrievalKind.Bm25)
        {
            yield return ("embedding", Spelled(settings.Stages.Embed));
            yield return ("nearest rows found by", Searches(run));
        }
    }

    /// <summary>The digest that an input of that name had wherever it was read.</summary>
    private static string ContentOf(FinishedRun run, string input)
    {
        var digests = run
            .Result.Artifacts.Where(made =>
                made.Value is not { Folder: null, Parts.Count: 0 }
                && made.Key.Inputs.Any(given => given is ExternalInput && given.Name == input)
            )
            .Select(made => made.Value.Folder ?? Path.GetDirectoryName(made.Value.Parts[0].Path)!)
            .Select(folder => Manifest.Load(folder)?.Document["inputs"]?[input])
            .OfType<JsonNode>()
            .Select(digest => (string)digest!)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return digests is [var digest] ? $" (SHA-256 of its files {digest[..Math.Min(ShownDigits, digest.Length)]}…)" : "";
    }

    /// <summary>What searched in this run: another may have searched what is in the cache.</summary>
    private static string Searches(FinishedRun run)
    {
        var searches = run
            .Result.Completed.Where(done => done.Volatile.ContainsKey(RetrieveStage.ByFaiss))
            .Select(done => done.Volatile[RetrieveStage.ByFaiss] == 0 ? "managed code" : $"FAISS {FaissIndex.BuiltVersion}")
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        return searches.Count == 0 ? "an earlier run" : string.Join(", ", searches);
    }

    private static string Spelled(object settings) =>
        string.Join(", ", ResolvedSettings.Describe(settings).Select(setting => $"{setting.Key} {setting.Value}"));

    private static string Overridden(int overrides) =>
        overrides == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {overrides} changed by --set");

    private static string Between(DateTimeOffset first, DateTimeOffset last) =>
        Time(first) == Time(last) ? Time(first) : $"{Time(first)} to {Time(last)}";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
