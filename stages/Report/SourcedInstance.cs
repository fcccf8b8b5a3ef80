using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Report;

/// <summary>A training instance and the file and row that it came from.</summary>
internal sealed record SourcedInstance(InstanceRow Instance, SourceRow Source);
