using Pipeline.Engine.CommandLine.Output;
using Pipeline.Engine.Configuration;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>Prints the JSON schema of the YAML: every key with its type, range, default and meaning.</summary>
internal sealed class SchemaCommand : PipelineCommand
{
    public SchemaCommand(ICatalogue catalogue, Terminal terminal)
        : base("schema", "print every key of the YAML with type, default and meaning, as a JSON schema")
    {
        SetAction(_ =>
        {
            terminal.Out.Write(SettingsSchema.Write(catalogue.SettingsType));
            return ExitCode.Success;
        });
    }
}
