using Pipeline.App;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Processes;

return args is [ProcessSupervisor.Command, .. var supervised]
    ? await ProcessSupervisor.RunAsync(supervised)
    : await new PipelineApplication(new Catalogue()).RunAsync(args);
