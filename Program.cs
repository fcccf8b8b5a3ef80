using Pipeline.App;
using Pipeline.Engine.Caching;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Dataflow;
using Pipeline.Engine.Planning;
using Serilog;

ICatalogue catalogue = new Catalogue();
var bound = ConfigurationLoader.Load(args[0], catalogue.SettingsType, []);
var graph = catalogue.Build(bound);
var settings = new RunSettings(catalogue.RunName(bound), Path.GetFullPath("cache"), Path.GetFullPath("runs"));
var store = new ArtifactStore(settings.CacheFolder, NoCommitObserver.Instance, catalogue.Libraries, false);
var log = new LoggerConfiguration().WriteTo.Console().CreateLogger();
var result = await new PipelineRunner(graph, new NodeSelection(graph), settings, store, new FileDigests(settings.CacheFolder, false), new Tell(), log).RunAsync(default);
Console.WriteLine(await catalogue.PublishAsync(new FinishedRun(bound, graph, settings, result, store), default));
return result.ExitCode;

internal sealed class Tell : IRunObserver
{
    public void On(RunEvent happened)
    {
        if (happened is not NodeProgress) Console.WriteLine(happened);
    }
}
