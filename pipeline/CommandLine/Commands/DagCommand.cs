using System.CommandLine;
using Pipeline.Engine.CommandLine.Output;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>Prints which stage reads what.</summary>
internal sealed class DagCommand : PipelineCommand
{
    private readonly Terminal _terminal;
    private readonly Option<bool> _mermaid = new("--mermaid")
    {
        Description = "as a Mermaid flowchart, for Markdown; thick arrows stream part by part",
    };

    public DagCommand(ICatalogue catalogue, Terminal terminal, SharedOptions shared)
        : base("dag", "show which stage reads what")
    {
        _terminal = terminal;
        Arguments.Add(shared.File);
        AddGroup("Options", _mermaid);
        AddGroup(SharedOptions.Title, shared.All);
        SetAction(parsed =>
        {
            var graph = Workspace.Open(catalogue, parsed, shared).Graph;
            if (parsed.GetValue(_mermaid))
            {
                WriteMermaid(graph);
            }
            else
            {
                WriteText(graph);
            }

            return ExitCode.Success;
        });
    }

    private void WriteText(Graph graph)
    {
        foreach (var node in graph.Nodes)
        {
            _terminal.WriteLine(node.Id);
            WriteNames("streams", node.Streams);
            WriteNames("reads  ", node.Inputs);
        }
    }

    private void WriteNames(string verb, IEnumerable<NodeInput> inputs)
    {
        foreach (var name in inputs.Select(NameOf).Distinct(StringComparer.Ordinal))
        {
            _terminal.WriteLine($"  {verb} {name}");
        }
    }

    private static string NameOf(NodeInput input) =>
        input switch
        {
            NodeOutput output => output.Node.Id,
            ExternalInput external => PlanText.Relative(external.Path),
            _ => throw new NotSupportedException(input.GetType().Name),
        };

    private void WriteMermaid(Graph graph)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        _terminal.WriteLine("flowchart LR");
        foreach (
            var external in graph
                .Nodes.SelectMany(node => node.Inputs)
                .OfType<ExternalInput>()
                .Select(NameOf)
                .Distinct(StringComparer.Ordinal)
        )
        {
            names[external] = $"f{names.Count}";
            _terminal.WriteLine($"  {names[external]}[(\"{Quoted(external)}\")]");
        }

        foreach (var (node, index) in graph.Nodes.Select((node, index) => (node, index)))
        {
            names[node.Id] = $"s{index}";
            _terminal.WriteLine($"  s{index}[\"{Quoted(node.Id)}\"]");
        }

        foreach (var node in graph.Nodes)
        {
            WriteArrows(node.Streams, "==>", names, node);
            WriteArrows(node.Inputs, "-->", names, node);
        }
    }

    private void WriteArrows(IEnumerable<NodeInput> inputs, string arrow, Dictionary<string, string> names, StageNode node)
    {
        foreach (var input in inputs.Select(NameOf).Distinct(StringComparer.Ordinal))
        {
            _terminal.WriteLine($"  {names[input]} {arrow} {names[node.Id]}");
        }
    }

    private static string Quoted(string text) => text.Replace("\"", "#quot;", StringComparison.Ordinal);
}
