using Pipeline.App;
using Pipeline.Engine.CommandLine;

return await new PipelineApplication(new Catalogue()).RunAsync(args);
