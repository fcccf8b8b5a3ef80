using System.CommandLine;
using Pipeline.Engine.CommandLine.Output;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>All commands. A YAML file as the first argument means <c>run</c>.</summary>
internal static class CommandTree
{
    public static RootCommand Build(ICatalogue catalogue, Terminal terminal)
    {
        var shared = new SharedOptions();
        var root = new RootCommand(catalogue.Description);
        var version = root.Options.OfType<VersionOption>().Single();
        version.Action = new PrintAction(() => terminal.Out.WriteLine(catalogue.Version));
        new RunCommand(catalogue, terminal, shared).AddTo(root);
        return root;
    }
}
