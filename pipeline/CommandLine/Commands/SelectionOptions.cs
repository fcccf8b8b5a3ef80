using System.CommandLine;
using Pipeline.Engine.Planning;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>Which stages a run covers and which it computes again.</summary>
internal sealed class SelectionOptions
{
    private readonly Option<string[]> _from = new("--from")
    {
        HelpName = "STAGE",
        Description = "only this stage and what follows it; the rest must be cached",
    };

    private readonly Option<string[]> _until = new("--until") { HelpName = "STAGE", Description = "only this stage and what it needs" };

    private readonly Option<string[]> _only = new("--only")
    {
        HelpName = "STAGE",
        Description = "only this stage; what it needs must be cached",
    };

    private readonly Option<string[]> _force = new("--force")
    {
        HelpName = "[STAGE]",
        Description = "compute this stage again although it is cached; without a name, every stage",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public IReadOnlyList<Option> All => [_from, _until, _only, _force];

    /// <summary>The selection over a graph.</summary>
    /// <exception cref="InputException">A name fits no stage.</exception>
    public NodeSelection Select(ParseResult parsed, Graph graph)
    {
        var force = parsed.GetValue(_force) ?? [];
        if (force.Length == 0 && parsed.GetResult(_force) is { Implicit: false })
        {
            force = [.. graph.Nodes.Select(node => node.Id)];
        }

        return new NodeSelection(graph, force, parsed.GetValue(_from), parsed.GetValue(_until), parsed.GetValue(_only));
    }
}
